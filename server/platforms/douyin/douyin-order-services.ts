/** What the shop may change about an order that is not shipped yet: its note, and its price before payment. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { type Connection, type NoteLimits, PlatformFailure } from '#server/platforms/platform.ts'
import type { NoteWish, PriceWish } from '#server/platforms/platform-services.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { fetchShopOrder } from './douyin-pull.ts'

const LONGEST_NOTE = ruleValue('douyin', 'noteLength', 'characters')
export const DOUYIN_NOTE_LIMITS: NoteLimits = { most: LONGEST_NOTE, unit: 'characters', highestFlag: 5 }

/** Note and star (0 grey … 5 red) are one, and both replace what was there. */
export async function noteDouyinOrder(connection: Connection, { platformOrderId, note, flag }: NoteWish): Promise<void> {
  if ([...note].length > LONGEST_NOTE) {
    throw new PlatformFailure(
      'refused',
      'note-too-long',
      `抖店备注最多 ${LONGEST_NOTE} 字 (Douyin takes ${LONGEST_NOTE} characters).`,
    )
  }
  await callDouyin(connection, {
    method: 'order.addOrderRemark',
    params: { order_id: platformOrderId, remark: note, is_add_star: 'true', star: String(flag) },
    canRepeat: true,
  })
}

/** Before payment only. Shape from the public SDK, unconfirmed: freight as a whole, goods as what is taken off each line. */
export async function priceDouyinOrder(connection: Connection, wish: PriceWish): Promise<void> {
  if (wish.freightFen !== null) {
    await callDouyin(connection, {
      method: 'order.updatePostAmount',
      params: { order_id: wish.platformOrderId, post_amount: wish.freightFen },
      canRepeat: true,
    })
  }
  if (wish.discountFen !== null) await takeOff(connection, wish.platformOrderId, wish.discountFen)
}

/**
 * The facts do not say whether a second call replaces or adds, so the order is read: it tells what was taken off already, and after a
 * lost answer the repeat then finds its work done. Anything else than nothing or the same is left to a person.
 */
async function takeOff(connection: Connection, platformOrderId: string, discountFen: number): Promise<void> {
  const order = await fetchShopOrder(connection, platformOrderId)
  const takenFen = -Number(order.modify_amount ?? 0)
  if (takenFen === discountFen) return
  if (takenFen !== 0) {
    throw new PlatformFailure(
      'refused',
      'price-changed-before',
      '这笔订单已经改过价，请在抖店后台修改 (its price was changed before: change it in the Douyin console).',
    )
  }
  const lines = rowsOf(order.sku_order_list).filter(isObject)
  const shares = sharesOf(
    lines.map((line) => Number(line.pay_amount ?? 0)),
    discountFen,
  )
  await callDouyin(connection, {
    method: 'order.updateOrderAmount',
    params: { pid: platformOrderId, update_detail: lines.map((line, index) => detailOf(line, shares[index] ?? 0)) },
    canRepeat: false,
  })
}

const detailOf = (line: WireObject, discountFen: number) => ({ order_id: idText(line.order_id), discount_amount: discountFen })

/** Divides a sum in proportion to the weights, to the fen: what rounding leaves over goes to the first lines. */
function sharesOf(weights: readonly number[], sum: number): number[] {
  const total = weights.reduce((all, weight) => all + weight, 0)
  const shares = weights.map((weight) => (total === 0 ? 0 : Math.floor((sum * weight) / total)))
  let left = sum - shares.reduce((all, share) => all + share, 0)
  return shares.map((share) => (left-- > 0 ? share + 1 : share))
}
