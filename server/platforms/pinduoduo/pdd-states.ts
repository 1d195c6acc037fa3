/** Pinduoduo's numbers for the state of an order and of what a buyer asks back, and what they mean to us. */
import type { OrderStatus, RefundState } from '#server/platforms/platform.ts'
import type { AfterSaleSnapshot } from '#server/platforms/platform-services.ts'

/** What of an order decides its state. `confirmStatus`: 0 not concluded, 1 concluded, 2 cancelled; `groupStatus`: 0 forming, 1 formed, 2 failed. */
type OrderFacts = {
  orderStatus: number
  confirmStatus: number
  groupStatus: number
  refundStatus: number
  isPaid: boolean
  isUnderReview: boolean
  /** The platform has put shipping on hold. */
  isOnHold: boolean
  /** Whether its gifts become an order of their own or travel in this parcel is not decided yet. */
  isGiftOpen: boolean
  /** A deposit was agreed and the rest is not paid. */
  isDepositOnly: boolean
}
type OrderState = { status: OrderStatus; shipForbidden: boolean }

/** 发货状态. 0 is an order the platform calls abnormal: paid, and not to be shipped. */
const STATUS_BY_ORDER_STATUS: ReadonlyMap<number, OrderStatus> = new Map([
  [0, 'paid'],
  [1, 'paid'],
  [2, 'shipped'],
  [3, 'finished'],
])
const ABNORMAL = 0
const REFUND_DONE = 4

/** Null for an order status nobody knows. */
export function orderState(facts: OrderFacts): OrderState | null {
  const { orderStatus, confirmStatus, groupStatus, isPaid } = facts
  if (confirmStatus === 2 || groupStatus === 2) return state(isPaid ? 'closed' : 'cancelled')
  if (facts.isDepositOnly) return state('unpaid')
  if (confirmStatus === 0) return isPaid ? state('paid', true) : state('unpaid')
  const status = STATUS_BY_ORDER_STATUS.get(orderStatus)
  if (status === undefined) return null
  if (status !== 'paid') return state(status)
  // Before shipping the platform gives back the whole order or nothing of it.
  if (facts.refundStatus === REFUND_DONE) return state('closed')
  return state('paid', orderStatus === ABNORMAL || groupStatus === 0 || facts.isUnderReview || facts.isOnHold || facts.isGiftOpen)
}
const state = (status: OrderStatus, shipForbidden = false): OrderState => ({ status, shipForbidden })

/** 售后状态 of an order: less exact than `after_sales_status`, and always there. */
const REFUND_STATE_BY_REFUND_STATUS: ReadonlyMap<number, RefundState> = new Map([
  [1, 'none'],
  [2, 'asked'],
  [3, 'asked'],
  [REFUND_DONE, 'refunded'],
])

type AfterSaleState = { refund: RefundState; state: AfterSaleSnapshot['state'] }
const afterSale = (refund: RefundState, afterSaleState: AfterSaleSnapshot['state']): AfterSaleState => ({
  refund,
  state: afterSaleState,
})

/** 售后状态 of a case. Exchanges, resendings and repairs concern goods that have gone out: they ask no money back. */
export const AFTER_SALE_STATES: ReadonlyMap<number, AfterSaleState> = new Map([
  [0, afterSale('none', 'closed')],
  [2, afterSale('asked', 'waiting_for_merchant')],
  [3, afterSale('asked', 'waiting_for_merchant')],
  [4, afterSale('asked', 'refunding')],
  [5, afterSale('asked', 'refunding')],
  [6, afterSale('refused', 'refused')],
  [7, afterSale('asked', 'waiting_for_buyer')],
  // The platform decides, and the merchant has to bring evidence.
  [8, afterSale('asked', 'waiting_for_merchant')],
  [9, afterSale('refused', 'closed')],
  [10, afterSale('refunded', 'refunded')],
  [11, afterSale('none', 'closed')],
  [12, afterSale('none', 'closed')],
  [13, afterSale('none', 'closed')],
  [14, afterSale('none', 'waiting_for_merchant')],
  [15, afterSale('none', 'waiting_for_buyer')],
  [16, afterSale('none', 'done')],
  [17, afterSale('none', 'closed')],
  [18, afterSale('none', 'waiting_for_buyer')],
  [21, afterSale('none', 'waiting_for_merchant')],
  [22, afterSale('none', 'waiting_for_buyer')],
  [24, afterSale('none', 'closed')],
  [25, afterSale('none', 'done')],
  [27, afterSale('none', 'waiting_for_buyer')],
  // The buyer turns the parcel away at the door, or we call it back: money is due when it is here again.
  [31, afterSale('asked', 'goods_returning')],
  [32, afterSale('none', 'waiting_for_merchant')],
  [33, afterSale('asked', 'goods_returning')],
])

/** Null when `refund_status` is none the platform has. The case's own state says more, where it is known and money is not out yet. */
export function refundStateOf(refundStatus: number, afterSalesStatus: number): RefundState | null {
  const told = REFUND_STATE_BY_REFUND_STATUS.get(refundStatus) ?? null
  if (told === null || told === 'refunded' || afterSalesStatus === 0) return told
  return AFTER_SALE_STATES.get(afterSalesStatus)?.refund ?? told
}

/** 售后类型 in lists; the detail of a case counts them differently. */
export const AFTER_SALE_KINDS: ReadonlyMap<number, AfterSaleSnapshot['kind']> = new Map([
  [2, 'refund_only'],
  [3, 'return_and_refund'],
  [4, 'exchange'],
  [5, 'resend'],
])
