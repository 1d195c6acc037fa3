/** Cases as pages show them. */
import type { CaseRow } from '#contract/after-sales.ts'
import type { Reader } from '#kernel/db.ts'
import { ordersByPlatformId } from '#modules/orders/public.ts'
import { shopsById } from '#modules/shops/public.ts'
import { actOf, hindranceOf } from './case-rules.ts'
import type { ListedCase } from './case-views.ts'

export async function shownCases(reader: Reader, cases: readonly ListedCase[]): Promise<CaseRow[]> {
  const [orders, shops] = await Promise.all([ordersByPlatformId(reader, cases), shopsById(reader)])
  const byKey = new Map(orders.map((order) => [`${order.shopId} ${order.platformOrderId}`, order]))
  return cases.map((found) => {
    const { platformLineIds: _, platformState: __, handledBy: ___, sortedBy: ____, decision, ...row } = found
    const order = byKey.get(`${found.shopId} ${found.platformOrderId}`)
    const shop = shops.get(found.shopId)
    return {
      ...row,
      shopName: shop?.name ?? '',
      platform: shop?.platform ?? '',
      orderId: order?.orderId ?? null,
      goodsText: order?.linesText ?? '',
      act: hindranceOf(found, decision) === null ? actOf(found) : null,
      decision: decision && shownDecision(decision),
    }
  })
}

function shownDecision({ seenState: _, seenModifiedAt: __, ...decision }: NonNullable<ListedCase['decision']>) {
  return decision
}
