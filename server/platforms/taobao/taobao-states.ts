/** Taobao's words for the state of a trade and of a refund, and what they mean to us. */
import type { OrderStatus, RefundState } from '#server/platforms/platform.ts'

export type TradeState = { status: OrderStatus; shipForbidden: boolean }

const state = (status: OrderStatus, shipForbidden = false): TradeState => ({ status, shipForbidden })

export const TRADE_STATES: ReadonlyMap<string, TradeState> = new Map([
  ['TRADE_NO_CREATE_PAY', state('unpaid')],
  ['WAIT_BUYER_PAY', state('unpaid')],
  ['PAY_PENDING', state('unpaid')],
  ['WAIT_PRE_AUTH_CONFIRM', state('unpaid')],
  ['WAIT_SELLER_SEND_GOODS', state('paid')],
  // Paid, but a group purchase or a check by the platform is still open.
  ['PAID_FORBID_CONSIGN', state('paid', true)],
  ['SELLER_CONSIGNED_PART', state('partly_shipped')],
  ['WAIT_BUYER_CONFIRM_GOODS', state('shipped')],
  // Cash on delivery: handed over, money not yet settled.
  ['TRADE_BUYER_SIGNED', state('shipped')],
  ['TRADE_FINISHED', state('finished')],
  ['TRADE_CLOSED', state('closed')],
  ['TRADE_CLOSED_BY_TAOBAO', state('cancelled')],
])

/** Line states in which the goods have left the shop. */
export const SHIPPED_LINE_STATES: ReadonlySet<string> = new Set([
  'WAIT_BUYER_CONFIRM_GOODS',
  'TRADE_BUYER_SIGNED',
  'TRADE_FINISHED',
])

export const REFUND_STATES_BY_WORD: ReadonlyMap<string, RefundState> = new Map([
  ['NO_REFUND', 'none'],
  ['WAIT_SELLER_AGREE', 'asked'],
  ['WAIT_BUYER_RETURN_GOODS', 'asked'],
  ['WAIT_SELLER_CONFIRM_GOODS', 'asked'],
  ['SELLER_REFUSE_BUYER', 'refused'],
  // The buyer took the request back or let it lapse.
  ['CLOSED', 'none'],
  ['SUCCESS', 'refunded'],
  // Exchanges: something is still asked until the buyer has the new goods or a refund is settled.
  ['WAIT_SELLER_CONSIGN_GOODS', 'asked'],
  ['WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS', 'asked'],
  ['EXCHANGE_TRANSFORM_TO_REFUND', 'asked'],
])
