/** What the sandbox platform knows about one order. Times in milliseconds since the epoch, money in fen, ids as text. */
import type { Receiver } from './people.ts'

export type TradeStatus =
  | 'WAIT_BUYER_PAY'
  | 'WAIT_SELLER_SEND_GOODS'
  | 'PAID_FORBID_CONSIGN'
  | 'SELLER_CONSIGNED_PART'
  | 'WAIT_BUYER_CONFIRM_GOODS'
  | 'TRADE_FINISHED'
  | 'TRADE_CLOSED'
  | 'TRADE_CLOSED_BY_TAOBAO'

export type RefundStatus =
  | 'NO_REFUND'
  | 'WAIT_SELLER_AGREE'
  | 'WAIT_BUYER_RETURN_GOODS'
  | 'WAIT_SELLER_CONFIRM_GOODS'
  | 'SELLER_REFUSE_BUYER'
  | 'CLOSED'
  | 'SUCCESS'

type LineShipment = { companyCode: string; waybillNumber: string; shippedAt: number }

export type SandboxLine = {
  oid: string
  itemId: string
  skuId: string
  merchantSku: string
  title: string
  variant: string
  quantity: number
  priceFen: number
  discountFen: number
  paidFen: number
  refundStatus: RefundStatus
  refundId: string
  shipment: LineShipment | null
}

/** How an order's JSON is broken when it is poisoned. */
export const POISONS = ['badMoney', 'badTime', 'missingLines', 'missingTid'] as const
export type Poison = (typeof POISONS)[number]

export type SandboxOrder = {
  tid: string
  shopId: string
  /** Stored facts; the status the platform shows is `tradeStatus(order)`. */
  createdAt: number
  paidAt: number | null
  modifiedAt: number
  shippedAt: number | null
  finishedAt: number | null
  shipBy: number | null
  closed: 'no' | 'beforePayment' | 'afterPayment'
  shippingForbidden: boolean
  buyerNick: string
  buyerOpenUid: string
  receiver: Receiver
  oaid: string
  buyerNote: string
  sellerMemo: string
  sellerFlag: number
  postFen: number
  lines: SandboxLine[]
  poison: Poison | null
  /** Grows with every change; also breaks ties between orders modified in the same second. */
  changeNumber: number
  /** JSON by field list, emptied on every change, never kept in the state file. */
  json: Map<string, string>
}

/** Lines that are neither refunded nor still unshipped decide whether an order is done with shipping. */
export function tradeStatus(order: SandboxOrder): TradeStatus {
  if (order.closed === 'beforePayment') return 'TRADE_CLOSED_BY_TAOBAO'
  if (order.closed === 'afterPayment') return 'TRADE_CLOSED'
  if (order.finishedAt !== null) return 'TRADE_FINISHED'
  if (order.paidAt === null) return 'WAIT_BUYER_PAY'
  const live = order.lines.filter((line) => line.refundStatus !== 'SUCCESS' || line.shipment !== null)
  const shippedCount = live.filter((line) => line.shipment !== null).length
  if (shippedCount > 0) return shippedCount === live.length ? 'WAIT_BUYER_CONFIRM_GOODS' : 'SELLER_CONSIGNED_PART'
  return order.shippingForbidden ? 'PAID_FORBID_CONSIGN' : 'WAIT_SELLER_SEND_GOODS'
}

export function lineStatus(order: SandboxOrder, line: SandboxLine): TradeStatus {
  if (line.refundStatus === 'SUCCESS') return 'TRADE_CLOSED'
  const status = tradeStatus(order)
  if (status !== 'SELLER_CONSIGNED_PART') return status
  return line.shipment === null ? 'WAIT_SELLER_SEND_GOODS' : 'WAIT_BUYER_CONFIRM_GOODS'
}

export function goodsFen(order: SandboxOrder): number {
  return order.lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0)
}

/** What the buyer has to pay or has paid, freight included. */
export function paymentFen(order: SandboxOrder): number {
  return order.lines.reduce((sum, line) => sum + line.paidFen, order.postFen)
}
