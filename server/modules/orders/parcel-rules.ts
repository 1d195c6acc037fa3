/** What a parcel shows of the orders and lines inside. Pure. */
import type { LineFacts, OrderFacts, Parcel } from './order.ts'
import { linesText } from './order-lines-rules.ts'

export type ParcelWords = {
  platform_order_ids: string
  buyer_key: string
  buyer_nick: string
  lines_text: string
  pieces: number
  paid_fen: number
  has_buyer_note: boolean
  has_seller_memo: boolean
  seller_flag: number
  created_at: string
  paid_at: string | null
  ship_by: string | null
}

const earliest = (moments: readonly (string | null)[]): string | null =>
  moments.reduce((a, b) => (a === null || (b !== null && Date.parse(b) < Date.parse(a)) ? b : a), null)
const latest = (moments: readonly (string | null)[]): string | null =>
  moments.reduce((a, b) => (a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a), null)

/** Oldest first; the first order gives the parcel its buyer and receiver. */
export const byAge = (a: OrderFacts, b: OrderFacts): number =>
  Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.orderId < b.orderId ? -1 : 1)

/** `orders` oldest first. `lines_text` and the sums speak of what is in this parcel only. */
export function parcelWords(orders: readonly OrderFacts[], lines: readonly LineFacts[]): ParcelWords {
  const first = orders[0]
  return {
    platform_order_ids: orders.map((order) => order.platformOrderId).join(' '),
    buyer_key: first?.buyerKey ?? '',
    buyer_nick: first?.buyerNick ?? '',
    lines_text: linesText(lines),
    pieces: lines.reduce((sum, line) => sum + line.quantity, 0),
    paid_fen: orders.reduce((sum, order) => sum + paidInside(order, lines), 0),
    has_buyer_note: orders.some((order) => order.buyerNote !== ''),
    has_seller_memo: orders.some((order) => order.sellerMemo !== ''),
    seller_flag: orders.find((order) => order.sellerFlag !== 0)?.sellerFlag ?? 0,
    created_at: earliest(orders.map((order) => order.createdAt)) ?? '',
    paid_at: latest(orders.map((order) => order.paidAt)),
    ship_by: earliest(orders.map((order) => order.shipBy)),
  }
}

/** A whole order counts with its freight; a part of one with the share of its lines. */
function paidInside(order: OrderFacts, lines: readonly LineFacts[]): number {
  const inside = lines.filter((line) => line.orderId === order.orderId)
  if (inside.reduce((sum, line) => sum + line.quantity, 0) === order.pieces) return order.paidFen
  return inside.reduce((sum, line) => sum + Math.floor((line.paidFen * line.quantity) / line.orderedQuantity), 0)
}

type Receiver = Pick<Parcel, 'receiverKey' | 'mergeGroup' | 'receiverText' | 'province'>

/** By the key, or by the word of the platform where equal receivers may have different keys. */
export function isSameReceiver(
  a: Pick<OrderFacts, 'receiverKey' | 'mergeGroup'>,
  b: Pick<OrderFacts, 'receiverKey' | 'mergeGroup'>,
): boolean {
  if (a.receiverKey !== '' && a.receiverKey === b.receiverKey) return true
  return a.mergeGroup === b.mergeGroup && (a.mergeGroup !== '' || a.receiverKey === b.receiverKey)
}

/** A parcel follows the address of its orders as long as they agree and no label is made. */
export function receiverFor(parcel: Receiver & Pick<Parcel, 'fulfilmentState'>, orders: readonly OrderFacts[]): Receiver {
  const first = orders[0]
  const agree = first !== undefined && orders.every((order) => isSameReceiver(order, first))
  const { receiverKey, mergeGroup, receiverText, province } = agree && parcel.fulfilmentState === 'none' ? first : parcel
  return { receiverKey, mergeGroup, receiverText, province }
}
