/** Pure mapping of one Douyin order (shop order with its sku orders) to an order snapshot. */
import {
  type OrderLineSnapshot,
  type OrderMessage,
  type OrderSnapshot,
  type Receiver,
  UnreadableOrder,
} from '#server/platforms/platform.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { douyinOrderState, douyinRefundState, SHIPPED_STATES } from './douyin-states.ts'

/** Maps an order as received. Sums that do not add up are kept as the platform says. Throws UnreadableOrder. */
export function readDouyinOrder(message: OrderMessage): OrderSnapshot {
  const order = message.body
  if (!isObject(order)) throw new UnreadableOrder('the body is not an object')
  const statusCode = field.countOf(order, 'order_status', 0, 10_000, null)
  const paidAt = field.secondsOf(order, 'pay_time')
  const state = douyinOrderState(statusCode, paidAt !== null) ?? field.broken('order_status', statusCode, 'a known state')
  const rawLines = rowsOf(order.sku_order_list)
  if (rawLines.length === 0) field.missing('sku_order_list')
  const freightFen = field.wholeFenOf(order, 'post_amount') ?? 0
  const withFreight = carryFreight(order, rawLines, freightFen)
  const lines = rawLines.map((line, index) => readLineAt(line, index, withFreight))
  const { receiver, masked } = readReceiver(order)
  return {
    platformOrderId: field.requiredIdOf(order, 'order_id'),
    status: state.status,
    platformStatus: String(statusCode),
    shipForbidden: state.shipForbidden,
    createdAt: field.requiredSecondsOf(order, 'create_time'),
    paidAt,
    modifiedAt: field.requiredSecondsOf(order, 'update_time'),
    shippedAt: field.secondsOf(order, 'ship_time'),
    finishedAt: field.secondsOf(order, 'finish_time'),
    shipBy: field.secondsOf(order, 'exp_ship_time'),
    buyerKey: field.textOf(order, 'doudian_open_id') || field.textOf(order, 'open_id'),
    buyerNick: field.textOf(order, 'user_nick_name'),
    receiver,
    receiverKey: field.textOf(order, 'open_address_id'),
    receiverMasked: masked,
    buyerNote: field.textOf(order, 'buyer_words'),
    sellerMemo: field.textOf(order, 'seller_words'),
    sellerFlag: field.countOf(order, 'seller_remark_stars', 0, 5, 0),
    goodsFen: lines.reduce((sum, line) => sum + line.priceFen * line.quantity, 0),
    freightFen,
    discountFen: readDiscountFen(order),
    // Cash on delivery (pay_type 0) is paid when it is done, with or without a payment time.
    paidFen: (paidAt === null && state.status !== 'finished') || state.status === 'unpaid' ? 0 : readPaidFen(order),
    refundedFen: lines.reduce((sum, line) => sum + line.refundedFen, 0),
    lines,
  }
}

/** A line that cannot be read spoils the whole order: shipping the rest of it would be wrong. */
function readLineAt(line: unknown, index: number, withFreight: boolean): OrderLineSnapshot {
  const place = `sku_order_list[${index}]`
  if (!isObject(line)) return field.broken(place, line, 'an object')
  try {
    return readLine(line, withFreight)
  } catch (error) {
    throw error instanceof UnreadableOrder ? new UnreadableOrder(`${place}.${error.message}`) : error
  }
}

function readLine(line: WireObject, withFreight: boolean): OrderLineSnapshot {
  const paidFen = readPaidFen(line) - (withFreight ? (field.wholeFenOf(line, 'post_amount') ?? 0) : 0)
  const refundState = readRefundState(line)
  return {
    platformLineId: field.requiredIdOf(line, 'order_id'),
    platformItemId: field.idOf(line, 'product_id_str') || field.idOf(line, 'product_id'),
    platformSkuId: field.idOf(line, 'sku_id'),
    merchantSku: field.textOf(line, 'code') || field.idOf(line, 'out_sku_id'),
    title: field.textOf(line, 'product_name'),
    variant: readVariant(line),
    quantity: field.countOf(line, 'item_num', 1, 1_000_000, null),
    priceFen: field.requiredWholeFenOf(line, 'origin_amount'),
    paidFen,
    refundState,
    // An order names no refunded amount: the line's share is the most it can be.
    refundedFen: refundState === 'refunded' ? paidFen : 0,
    shipped: SHIPPED_STATES.has(field.countOf(line, 'order_status', 0, 10_000, 0)) || field.secondsOf(line, 'ship_time') !== null,
  }
}

function readRefundState(line: WireObject): OrderLineSnapshot['refundState'] {
  const info = isObject(line.after_sale_info) ? line.after_sale_info : {}
  const code = field.countOf(info, 'after_sale_status', 0, 10_000, 0)
  const refundStatus = field.countOf(info, 'refund_status', 0, 10_000, 0)
  const known = douyinRefundState(code, refundStatus, field.countOf(info, 'after_sale_type', 0, 10_000, 0))
  return known ?? field.broken('after_sale_info.after_sale_status', code, 'a known state')
}

/** `[{ name: 颜色, value: 黑 }]` as 颜色:黑;尺码:L. */
const readVariant = (line: WireObject): string =>
  rowsOf(line.spec)
    .flatMap((spec) => (isObject(spec) ? `${field.textOf(spec, 'name')}:${field.textOf(spec, 'value')}` : []))
    .join(';')

/** `pay_amount` counts in what the payment channel gave on top; the buyer paid that much less. */
const readPaidFen = (part: WireObject): number =>
  field.requiredWholeFenOf(part, 'pay_amount') - (field.wholeFenOf(part, 'promotion_pay_amount') ?? 0)

/** Coupons and campaigns of shop, platform and influencer, the channel's gift, and what the seller took off by hand (negative). */
const readDiscountFen = (order: WireObject): number =>
  (field.wholeFenOf(order, 'promotion_amount') ?? 0) +
  (field.wholeFenOf(order, 'promotion_pay_amount') ?? 0) +
  Math.max(0, -(field.wholeFenOf(order, 'modify_amount') ?? 0))

/**
 * Whether the lines' `pay_amount` have the freight in them. The reference does not say, so the sums are asked: only where the lines alone
 * make up the order's amount does each of them carry its `post_amount`.
 */
function carryFreight(order: WireObject, lines: unknown[], freightFen: number): boolean {
  if (freightFen === 0) return false
  const linesFen = lines.reduce<number>(
    (sum, line) => sum + (isObject(line) ? (field.wholeFenOf(line, 'pay_amount') ?? 0) : 0),
    0,
  )
  return linesFen === field.requiredWholeFenOf(order, 'pay_amount')
}

/** What stands in an address is personal: a refusal names only the field. */
function readReceiver(order: WireObject): { receiver: Receiver; masked: boolean } {
  const masked = isObject(order.mask_post_addr) ? order.mask_post_addr : {}
  const plain = isObject(order.post_addr) ? order.post_addr : {}
  const place = (name: string): string => placeName(masked[name]) || placeName(plain[name])
  const receiver: Receiver = {
    name: field.textOf(order, 'mask_post_receiver') || field.textOf(order, 'post_receiver'),
    phone: field.textOf(order, 'mask_post_tel') || field.textOf(order, 'post_tel'),
    province: place('province'),
    // Counties governed by their province directly have no city.
    city: place('city') || place('town'),
    district: place('town'),
    town: place('street'),
    address: field.textOf(masked, 'detail') || field.textOf(plain, 'detail'),
    zip: '',
  }
  const isMasked = [receiver.name, receiver.phone, receiver.address].some((text) => text.includes('*'))
  return { receiver, masked: isMasked || field.textOf(order, 'encrypt_post_tel') !== '' }
}

const placeName = (place: unknown): string => (isObject(place) ? field.textOf(place, 'name') : '')
