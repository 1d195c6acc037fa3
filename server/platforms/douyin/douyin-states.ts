/** Douyin's numbers for the state of an order, of a line and of what a buyer asks back, and what they mean to us. */

import type { OrderStatus, RefundState } from '#server/platforms/platform.ts'
import type { AfterSaleSnapshot } from '#server/platforms/platform-services.ts'

type OrderState = { status: OrderStatus; shipForbidden: boolean }
const state = (status: OrderStatus, shipForbidden = false): OrderState => ({ status, shipForbidden })

const CANCELLED = 4
const ORDER_STATES: ReadonlyMap<number, OrderState> = new Map([
  [1, state('unpaid')],
  // Paid, and the platform still looks into it: not to be shipped before it says 2.
  [105, state('paid', true)],
  [2, state('paid')],
  [101, state('partly_shipped')],
  [3, state('shipped')],
  [5, state('finished')],
  [CANCELLED, state('cancelled')],
])

/** One number stands for both ends of an order; whether it was paid tells them apart. Undefined = no known state. */
export function douyinOrderState(code: number, isPaid: boolean): OrderState | undefined {
  return code === CANCELLED && isPaid ? state('closed') : ORDER_STATES.get(code)
}

/** Line states in which the goods have left the shop. */
export const SHIPPED_STATES: ReadonlySet<number> = new Set([3, 5])

export const AFTER_SALE_KINDS: ReadonlyMap<number, AfterSaleSnapshot['kind']> = new Map([
  [0, 'return_and_refund'],
  [1, 'refund_only'],
  [2, 'refund_only'],
  [3, 'exchange'],
  // Cancelled by the platform or by the buyer before anything was shipped.
  [4, 'refund_only'],
  [5, 'refund_only'],
  // Part of the price back, goods stay.
  [6, 'other'],
  [7, 'resend'],
  // A repair.
  [8, 'other'],
])
const NO_MONEY_KINDS: ReadonlySet<AfterSaleSnapshot['kind']> = new Set(['exchange', 'resend'])

/** `refund`: what the state means for a line when the buyer asks for money. */
type AfterSaleState = { state: AfterSaleSnapshot['state']; refund: RefundState }
const AFTER_SALE_STATES: ReadonlyMap<number, AfterSaleState> = new Map([
  // An exchange is on its way to the buyer.
  [3, { state: 'waiting_for_buyer', refund: 'none' }],
  [6, { state: 'waiting_for_merchant', refund: 'asked' }],
  [7, { state: 'waiting_for_buyer', refund: 'asked' }],
  [8, { state: 'waiting_for_merchant', refund: 'asked' }],
  // The buyer has sent the goods back; the shop has to say that they arrived.
  [11, { state: 'goods_returning', refund: 'asked' }],
  [12, { state: 'done', refund: 'refunded' }],
  [13, { state: 'waiting_for_buyer', refund: 'none' }],
  [14, { state: 'done', refund: 'none' }],
  [27, { state: 'refused', refund: 'refused' }],
  // The request has lapsed.
  [28, { state: 'closed', refund: 'none' }],
  [29, { state: 'refused', refund: 'refused' }],
  [51, { state: 'closed', refund: 'none' }],
  [53, { state: 'done', refund: 'refunded' }],
])

/** Of the money: 1 to be refunded, 2 on its way, 3 paid out, 4 failed, 5 recovered. */
const REFUND_PENDING: ReadonlySet<number> = new Set([1, 2])
const REFUND_PAID: ReadonlySet<number> = new Set([3, 5])
export const isRefundPaid = (refundStatus: number): boolean => REFUND_PAID.has(refundStatus)

/** State of an after-sale by its number, with the money's own state where it has one. Undefined = no known state. */
export function douyinAfterSaleState(
  code: number,
  refundStatus: number,
  kind: AfterSaleSnapshot['kind'],
): AfterSaleSnapshot['state'] | undefined {
  const known = AFTER_SALE_STATES.get(code)?.state
  if (known !== 'done' || NO_MONEY_KINDS.has(kind)) return known
  if (REFUND_PENDING.has(refundStatus)) return 'refunding'
  return isRefundPaid(refundStatus) ? 'refunded' : known
}

/** Refund state of an order line. 0 = nothing is asked. Undefined = no known state. */
export function douyinRefundState(code: number, refundStatus: number, kindCode: number): RefundState | undefined {
  const kind = AFTER_SALE_KINDS.get(kindCode)
  // What neither takes money back nor keeps goods from leaving.
  if (kind !== undefined && kind !== 'refund_only' && kind !== 'return_and_refund') return 'none'
  if (isRefundPaid(refundStatus)) return 'refunded'
  return code === 0 ? 'none' : AFTER_SALE_STATES.get(code)?.refund
}
