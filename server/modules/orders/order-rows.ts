/** From a snapshot to the rows that are stored. No SQL here; ids and seals are made here. */
import { type MerchantId, newId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import type { LineFacts, OrderFacts } from './order.ts'
import { linesText } from './order-lines-rules.ts'
import { maskedReceiver, receiverFlaws, receiverIdentity } from './receiver-rules.ts'

/** An order on its way into the database. */
export type StoredOrder = {
  order: OrderFacts
  snapshot: OrderSnapshot
  contentHash: string
  receiverSealed: string
  lineIds: Map<string, string>
}

/** A keyed fingerprint: a plain hash of a message with a phone number in it could be turned back by trying. */
export const contentHashOf = (vault: Vault, merchant: MerchantId, snapshot: OrderSnapshot): string =>
  vault.fingerprint(merchant, JSON.stringify(snapshot))

export function storedOrder(
  vault: Vault,
  merchant: MerchantId,
  snapshot: OrderSnapshot,
  known: { orderId: string; contentHash: string; watchesWords: boolean; asksGroups: boolean; before: KnownReceiver | undefined },
): StoredOrder {
  const { receiver } = snapshot
  const flaws = receiverFlaws(receiver)
  const identity = snapshot.receiverKey === '' ? receiverIdentity(receiver, snapshot.receiverMasked) : ''
  const receiverKey = snapshot.receiverKey || (identity === '' ? '' : vault.fingerprint(merchant, identity))
  const receiverText = maskedReceiver(receiver)
  const order: OrderFacts = {
    orderId: known.orderId,
    platformOrderId: snapshot.platformOrderId,
    status: snapshot.status,
    shipForbidden: snapshot.shipForbidden,
    buyerKey: snapshot.buyerKey,
    buyerNick: snapshot.buyerNick,
    receiverKey,
    mergeGroup:
      known.asksGroups && snapshot.receiverMasked ? groupKept(known.before, { receiverKey, receiverText }) : receiverKey,
    receiverText,
    province: receiver.province,
    receiverMissing: flaws.missing,
    receiverDoubled: flaws.doubled,
    buyerNote: snapshot.buyerNote,
    sellerMemo: snapshot.sellerMemo,
    sellerFlag: snapshot.sellerFlag,
    paidFen: snapshot.paidFen,
    pieces: snapshot.lines.reduce((sum, line) => sum + line.quantity, 0),
    createdAt: snapshot.createdAt,
    paidAt: snapshot.paidAt,
    shipBy: snapshot.shipBy,
    watchedText: known.watchesWords ? addressText(receiver) : '',
  }
  return {
    order,
    snapshot,
    contentHash: known.contentHash,
    receiverSealed: vault.seal(merchant, JSON.stringify(receiver)).toString('base64'),
    lineIds: new Map(snapshot.lines.map((line) => [line.platformLineId, newId()])),
  }
}

/** What the platform said of an address holds until the address changes. */
export type KnownReceiver = Pick<OrderFacts, 'receiverKey' | 'receiverText' | 'mergeGroup'>
const groupKept = (before: KnownReceiver | undefined, now: Omit<KnownReceiver, 'mergeGroup'>): string =>
  before?.receiverKey === now.receiverKey && before.receiverText === now.receiverText ? before.mergeGroup : ''

export const addressText = (receiver: OrderSnapshot['receiver']): string =>
  receiver.province + receiver.city + receiver.district + receiver.town + receiver.address

/** All lines of an order as if they were in one parcel. */
export function lineFactsOf({ order, snapshot, lineIds }: StoredOrder): LineFacts[] {
  return snapshot.lines.map((line) => ({
    lineId: lineIds.get(line.platformLineId) ?? '',
    orderId: order.orderId,
    skuCode: line.merchantSku,
    title: line.title,
    variant: line.variant,
    quantity: line.quantity,
    orderedQuantity: line.quantity,
    paidFen: line.paidFen,
    refundState: line.refundState,
    refundedFen: line.refundedFen,
  }))
}

/** The row of `orders`, keys as its columns. */
export const orderRow = ({ order, snapshot, contentHash, receiverSealed }: StoredOrder) => ({
  order_id: order.orderId,
  platform_order_id: order.platformOrderId,
  status: order.status,
  platform_status: snapshot.platformStatus,
  ship_forbidden: order.shipForbidden,
  created_at: order.createdAt,
  paid_at: order.paidAt,
  modified_at: snapshot.modifiedAt,
  content_hash: contentHash,
  shipped_at: snapshot.shippedAt,
  finished_at: snapshot.finishedAt,
  ship_by: order.shipBy,
  buyer_key: order.buyerKey,
  buyer_nick: order.buyerNick,
  receiver_sealed: receiverSealed,
  receiver_text: order.receiverText,
  receiver_masked: snapshot.receiverMasked,
  receiver_missing: order.receiverMissing.join(','),
  receiver_doubled: order.receiverDoubled.join(','),
  province: order.province,
  city: snapshot.receiver.city,
  receiver_key: order.receiverKey,
  merge_group: order.mergeGroup,
  buyer_note: order.buyerNote,
  seller_memo: order.sellerMemo,
  seller_flag: order.sellerFlag,
  goods_fen: snapshot.goodsFen,
  freight_fen: snapshot.freightFen,
  discount_fen: snapshot.discountFen,
  paid_fen: order.paidFen,
  refunded_fen: snapshot.refundedFen,
  pieces: order.pieces,
  lines_text: linesText(snapshot.lines),
})

/** The rows of `order_lines`, keys as its columns. */
export const lineRows = ({ order, snapshot, lineIds }: StoredOrder) =>
  snapshot.lines.map((line) => ({
    line_id: lineIds.get(line.platformLineId) ?? '',
    order_id: order.orderId,
    platform_line_id: line.platformLineId,
    platform_item_id: line.platformItemId,
    platform_sku_id: line.platformSkuId,
    merchant_sku: line.merchantSku,
    title: line.title,
    variant: line.variant,
    quantity: line.quantity,
    price_fen: line.priceFen,
    paid_fen: line.paidFen,
    refund_state: line.refundState,
    refunded_fen: line.refundedFen,
    shipped: line.shipped,
  }))
