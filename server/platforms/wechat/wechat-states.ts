/** The WeChat Store's words for the state of an order and of an after-sale, and what they mean to us. */
import type { OrderStatus } from '#server/platforms/platform.ts'
import type { AfterSaleSnapshot } from '#server/platforms/platform-services.ts'

export type WechatOrderState = { status: OrderStatus; shipForbidden: boolean }

const state = (status: OrderStatus, shipForbidden = false): WechatOrderState => ({ status, shipForbidden })

export const WECHAT_ORDER_STATES: ReadonlyMap<number, WechatOrderState> = new Map([
  [10, state('unpaid')],
  // Paid by the giver; where it goes is known once the gift is taken.
  [12, state('paid', true)],
  // Paid, but the group is not complete yet.
  [13, state('paid', true)],
  [20, state('paid')],
  [21, state('partly_shipped')],
  [30, state('shipped')],
  [100, state('finished')],
  // Everything was refunded after payment.
  [200, state('closed')],
  [250, state('cancelled')],
])

type AfterSaleState = AfterSaleSnapshot['state']
/** `USER_CANCELD` is the platform's own spelling. */
export const WECHAT_AFTER_SALE_STATES: ReadonlyMap<string, AfterSaleState> = new Map<string, AfterSaleState>([
  ['USER_CANCELD', 'closed'],
  ['MERCHANT_PROCESSING', 'waiting_for_merchant'],
  ['MERCHANT_REJECT_REFUND', 'refused'],
  ['MERCHANT_REJECT_RETURN', 'refused'],
  ['MERCHANT_REJECT_EXCHANGE', 'refused'],
  ['MERCHANT_REJECT_RESHIP', 'refused'],
  ['USER_WAIT_RETURN', 'waiting_for_buyer'],
  ['USER_WAIT_CONFIRM', 'waiting_for_buyer'],
  ['USER_WAIT_CONFIRM_UPDATE', 'waiting_for_buyer'],
  ['USER_WAIT_HANDLE_MERCHANT_AFTER_SALE', 'waiting_for_buyer'],
  ['USER_WAIT_RECEIPT', 'waiting_for_buyer'],
  ['RETURN_CLOSED', 'closed'],
  ['MERCHANT_WAIT_RECEIPT', 'goods_returning'],
  ['WAIT_PACKAGE_INTERCEPT', 'goods_returning'],
  // The money is due and late: only the merchant can pay it.
  ['MERCHANT_OVERDUE_REFUND', 'waiting_for_merchant'],
  ['PLATFORM_REFUNDING', 'refunding'],
  ['PLATFORM_REFUND_FAIL', 'waiting_for_merchant'],
  ['MERCHANT_REFUND_SUCCESS', 'refunded'],
  ['MERCHANT_RETURN_SUCCESS', 'refunded'],
  ['MERCHANT_EXCHANGE_SUCCESS', 'done'],
  ['MERCHANT_REFUND_RETRY_FAIL', 'closed'],
  ['MERCHANT_FAIL', 'closed'],
])

export const WECHAT_AFTER_SALE_KINDS: ReadonlyMap<string, AfterSaleSnapshot['kind']> = new Map<string, AfterSaleSnapshot['kind']>(
  [
    ['REFUND', 'refund_only'],
    ['RETURN', 'return_and_refund'],
    ['EXCHANGE', 'exchange'],
    ['RESHIP', 'resend'],
  ],
)
