/** Reading orders: by time of conclusion, by time of change, one at a time; and the seller's note. */
import type { SandboxOrder } from '#sandbox/order.ts'
import { fail, invalid, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { ownOrder, pageOf, requiredText, type ShopCall, wholeNumber, windowOf } from './pdd-call.ts'
import { AFTER_SALES, type OrderForm, orderInfo, orderStatus } from './pdd-order-json.ts'

const DAY_SECONDS = 86_400
const HALF_HOUR_SECONDS = 1800
const ALL = 5

/** Orders concluded in a window of at most a day. */
export function orderListGet(call: ShopCall): PddAnswer | PddFailure {
  const window = windowOf(call.params, { from: 'start_confirm_at', to: 'end_confirm_at' }, DAY_SECONDS)
  if (isFailure(window)) return window
  const placed = call.world.orders.createdBetween(call.shop.id, window.from - DAY_SECONDS * 1000, window.to)
  const page = listPage(
    call,
    placed.filter(({ paidAt }) => paidAt !== null && paidAt >= window.from && paidAt <= window.to),
  )
  return isFailure(page) ? page : { order_list: page.rows, ...page.size }
}

/** Orders changed in a window of at most half an hour, oldest change first. */
export function orderNumberListIncrementGet(call: ShopCall): PddAnswer | PddFailure {
  const window = windowOf(call.params, { from: 'start_updated_at', to: 'end_updated_at' }, HALF_HOUR_SECONDS)
  if (isFailure(window)) return window
  const lucky = wholeNumber(call.params, 'is_lucky_flag', { from: 0, to: 2 })
  if (isFailure(lucky)) return lucky
  const found = call.world.orders.modifiedBetween(call.shop.id, window.from, window.to).reverse()
  // This sandbox has no lotteries.
  const page = listPage(call, lucky === 2 ? [] : found)
  return isFailure(page) ? page : { order_sn_list: page.rows, ...page.size }
}

function listPage(call: ShopCall, found: SandboxOrder[]): { rows: object[]; size: object } | PddFailure {
  const status = wholeNumber(call.params, 'order_status', { from: 1, to: ALL })
  const refund = wholeNumber(call.params, 'refund_status', { from: 1, to: ALL })
  if (isFailure(status)) return status
  if (isFailure(refund)) return refund
  const matching = found.filter(
    (order) =>
      order.paidAt !== null &&
      (status === ALL || orderStatus(order) === status) &&
      (refund === ALL || order.lines.some((line) => AFTER_SALES[line.refundStatus].refundStatus === refund)),
  )
  const page = pageOf(call, matching)
  if (isFailure(page)) return page
  const size = call.params.get('use_has_next') === 'true' ? { has_next: page.hasNext } : { total_count: page.total }
  return { rows: page.rows.map((order) => orderInfo(order, formOf(call, order, 'number'))), size }
}

export function orderInformationGet(call: ShopCall): PddAnswer | PddFailure {
  const order = ownOrder(call)
  return isFailure(order) ? order : { order_info: orderInfo(order, formOf(call, order, 'text')) }
}

const formOf = ({ world, state }: ShopCall, { tid }: SandboxOrder, money: OrderForm['money']): OrderForm => ({
  money,
  isMasked: world.jsonSettings.maskReceivers,
  extraParcels: state.extraParcels.get(tid) ?? [],
})

/** Tag and name of it stand together or not at all; without them the tag goes. */
export function orderNoteUpdate(call: ShopCall): PddAnswer | PddFailure {
  const order = ownOrder(call)
  if (isFailure(order)) return order
  const tag = wholeNumber(call.params, 'tag', { from: 1, to: 5, absent: 0 })
  if (isFailure(tag)) return tag
  const tagName = call.params.get('tag_name') ?? ''
  if ((tag === 0) !== (tagName === '') || tagName.length > 3)
    return invalid('tag_name', 'tag 与 tag_name 须同时传，名称最多 3 个字')
  const note = call.params.get('note')
  if (note === undefined) return requiredText(call.params, 'note') as PddFailure
  if (note.length > 300) return fail(21001, 'note: 备注最多 300 字')
  order.sellerMemo = note
  order.sellerFlag = tag
  call.world.announce(order, 'noteChanged')
  return { success: true, error_code: 0, error_msg: '' }
}
