/** Orders for tests, as a platform would tell them. */
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { type Applied, applySnapshots } from '#modules/orders/apply-snapshots.ts'
import type { ReviewState } from '#modules/orders/order.ts'
import { DEFAULT_REVIEW_SETTINGS } from '#modules/orders/review-settings.ts'
import type { OrderLineSnapshot, OrderSnapshot, Receiver } from '#server/platforms/platform.ts'
import type { TestMerchant, TestTeam } from '#server/testing/team.ts'

export const aReceiver = (changes: Partial<Receiver> = {}): Receiver => ({
  name: '林小满',
  phone: '13912345678',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  town: '',
  address: '文三路90号1幢',
  zip: '',
  ...changes,
})

export const aLine = (changes: Partial<OrderLineSnapshot> = {}): OrderLineSnapshot => ({
  platformLineId: '1',
  platformItemId: 'i1',
  platformSkuId: 's1',
  merchantSku: 'TEE-B-L',
  title: '纯棉T恤',
  variant: '黑色 L',
  quantity: 1,
  priceFen: 9900,
  paidFen: 9900 * (changes.quantity ?? 1),
  refundState: 'none',
  refundedFen: 0,
  shipped: false,
  ...changes,
})

/** A paid order of one line, long past any buffer time. Line ids are made unique by the order's. */
export function aSnapshot(platformOrderId: string, changes: Partial<OrderSnapshot> = {}): OrderSnapshot {
  const lines = (changes.lines ?? [aLine()]).map((line) => ({
    ...line,
    platformLineId: `${platformOrderId}-${line.platformLineId}`,
  }))
  const paidFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
  return {
    platformOrderId,
    status: 'paid',
    platformStatus: 'WAIT_SELLER_SEND_GOODS',
    shipForbidden: false,
    createdAt: '2026-03-01T02:00:00.000Z',
    paidAt: '2026-03-01T02:01:00.000Z',
    modifiedAt: '2026-03-01T02:01:00.000Z',
    shippedAt: null,
    finishedAt: null,
    shipBy: '2026-03-03T02:01:00.000Z',
    buyerKey: `buyer-${platformOrderId}`,
    buyerNick: `买家${platformOrderId}`,
    receiver: aReceiver(),
    receiverKey: `oaid-${platformOrderId}`,
    receiverMasked: false,
    buyerNote: '',
    sellerMemo: '',
    sellerFlag: 0,
    goodsFen: paidFen,
    freightFen: 0,
    discountFen: 0,
    paidFen,
    refundedFen: 0,
    ...changes,
    lines,
  }
}

/** Goods with stock on hand. */
export async function someGoods(
  t: TestMerchant,
  onHandByCode: Record<string, number>,
  minPriceFen: number | null = null,
): Promise<void> {
  await t.write(async (tx) => {
    const rows = Object.entries(onHandByCode).map(([code, onHand]) => ({ skuId: newId(), code, onHand }))
    for (const { skuId, code } of rows)
      await tx.write(sql`
        insert into skus (merchant_id, sku_id, code, title, min_price_fen) values (${tx.merchantId}, ${skuId}, ${code}, ${code}, ${minPriceFen})`)
    await addOpeningStock(tx, rows, { name: 'test', now: new Date() })
  })
}

/** Applies snapshots as intake does. */
export const intake = (t: TestTeam, shopId: string, ...snapshots: OrderSnapshot[]): Promise<Applied> =>
  t.write((tx) =>
    applySnapshots(tx, {
      shopId,
      platform: 'file',
      snapshots,
      now: t.clock.now,
      vault: t.app.kernel.world.vault,
      by: { name: 'system:intake' },
    }),
  )

/** Settings as a person would save them. */
export const settle = (t: TestMerchant, shopId: string, changes: Partial<typeof DEFAULT_REVIEW_SETTINGS>): Promise<unknown> =>
  t.write((tx) =>
    tx.write(sql`
      insert into review_settings (merchant_id, shop_id, settings)
      values (${tx.merchantId}, ${shopId}, ${JSON.stringify({ ...DEFAULT_REVIEW_SETTINGS, ...changes })}::jsonb)
      on conflict (merchant_id, shop_id) do update set settings = excluded.settings, version = review_settings.version + 1`),
  )

export type SeenParcel = {
  parcelId: string
  number: string
  reviewState: ReviewState
  station: string
  flags: string
  orders: string
  pieces: number
  claimedBy: string | null
  holdReason: string
  paidFen: number
}
/** All parcels, in the order of their orders' ids. */
export const parcelsOf = (t: TestMerchant): Promise<SeenParcel[]> =>
  t.read((reader) =>
    reader.rows<SeenParcel>(sql`
      select parcel_id as "parcelId", number, review_state as "reviewState", station, flags, platform_order_ids as orders, pieces,
        claimed_by as "claimedBy", hold_reason as "holdReason", paid_fen::int as "paidFen"
      from parcels where merchant_id = ${reader.merchantId} order by platform_order_ids, created_at, parcel_id`),
  )

export const reservedOf = async (t: TestMerchant, code: string): Promise<number> => {
  const row = await t.read((reader) =>
    reader.maybe<{ reserved: number }>(sql`
      select s.reserved::int as reserved from stock s join skus k on k.merchant_id = ${reader.merchantId} and k.sku_id = s.sku_id
      where s.merchant_id = ${reader.merchantId} and k.code = ${code}`),
  )
  return row?.reserved ?? 0
}
