/** Pure mapping of one Taobao trade to an order snapshot. */
import {
  type OrderLineSnapshot,
  type OrderMessage,
  type OrderSnapshot,
  type Receiver,
  UnreadableOrder,
} from '#server/platforms/platform.ts'
import { topRows } from '#server/platforms/top/top-call.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { REFUND_STATES_BY_WORD, SHIPPED_LINE_STATES, TRADE_STATES, type TradeState } from './taobao-states.ts'

/**
 * Everything the mapping reads, so that the list answers it all and no order needs a call of its own. The platform only sends `oaid`
 * when receiver name, mobile, address and creation time are asked for too.
 */
export const TRADE_FIELDS = [
  'tid,tid_str,type,status,created,pay_time,modified,consign_time,end_time,est_con_time',
  'payment,total_fee,post_fee,discount_fee,adjust_fee',
  'buyer_nick,buyer_open_uid,buyer_message,seller_memo,seller_flag,oaid',
  'receiver_name,receiver_mobile,receiver_phone,receiver_state,receiver_city,receiver_district,receiver_town,receiver_address,receiver_zip',
  'orders',
].join(',')

/** Maps a trade as received. Sums that do not add up are kept as the platform says. Throws UnreadableOrder. */
export function readTaobaoOrder(message: OrderMessage): OrderSnapshot {
  const trade = message.body
  if (!isObject(trade)) throw new UnreadableOrder('the body is not an object')
  const platformStatus = field.requiredTextOf(trade, 'status')
  const state = TRADE_STATES.get(platformStatus) ?? field.broken('status', platformStatus, 'a known state')
  const rawLines = topRows(trade, 'orders', 'order')
  const lines = rawLines.map(readLineAt)
  if (lines.length === 0) field.missing('orders.order')
  const receiver = readReceiver(trade)
  const buyerNick = field.textOf(trade, 'buyer_nick')
  const paidAt = field.momentOf(trade, 'pay_time')
  return {
    platformOrderId: field.idOf(trade, 'tid_str') || field.requiredIdOf(trade, 'tid'),
    status: state.status,
    platformStatus,
    shipForbidden: state.shipForbidden,
    createdAt: field.requiredMomentOf(trade, 'created'),
    paidAt,
    modifiedAt: field.requiredMomentOf(trade, 'modified'),
    shippedAt: field.momentOf(trade, 'consign_time'),
    finishedAt: field.momentOf(trade, 'end_time'),
    // Free text of the platform: mostly a time, now and then a sentence, which promises no moment.
    shipBy: isoFromBeijingTime(field.textOf(trade, 'est_con_time')),
    buyerKey: field.textOf(trade, 'buyer_open_uid') || buyerNick,
    buyerNick,
    receiver,
    receiverKey: field.textOf(trade, 'oaid'),
    receiverMasked: receiver.name.includes('*') || receiver.phone.includes('*') || receiver.address.includes('*'),
    buyerNote: field.textOf(trade, 'buyer_message'),
    sellerMemo: field.textOf(trade, 'seller_memo'),
    sellerFlag: field.countOf(trade, 'seller_flag', 0, 5, 0),
    goodsFen: field.requiredFenOf(trade, 'total_fee'),
    freightFen: field.fenOf(trade, 'post_fee') ?? 0,
    discountFen: readDiscountFen(trade, rawLines),
    paidFen: readPaidFen(trade, state, paidAt),
    refundedFen: lines.reduce((sum, line) => sum + line.refundedFen, 0),
    lines,
  }
}

/** A line that cannot be read spoils the whole order: shipping the rest of it would be wrong. */
function readLineAt(line: unknown, index: number): OrderLineSnapshot {
  const place = `orders.order[${index}]`
  if (!isObject(line)) return field.broken(place, line, 'an object')
  try {
    return readLine(line)
  } catch (error) {
    throw error instanceof UnreadableOrder ? new UnreadableOrder(`${place}.${error.message}`) : error
  }
}

function readLine(line: WireObject): OrderLineSnapshot {
  const refundWord = field.textOf(line, 'refund_status') || 'NO_REFUND'
  const refundState = REFUND_STATES_BY_WORD.get(refundWord) ?? field.broken('refund_status', refundWord, 'a known state')
  // divide_order_fee is the line's share after the discounts on the whole order; single-line trades often leave it out.
  const paidFen = field.fenOf(line, 'divide_order_fee') ?? field.requiredFenOf(line, 'payment')
  return {
    platformLineId: field.requiredIdOf(line, 'oid'),
    platformItemId: field.idOf(line, 'num_iid'),
    platformSkuId: field.idOf(line, 'sku_id'),
    merchantSku: field.textOf(line, 'outer_sku_id') || field.textOf(line, 'outer_iid'),
    title: field.textOf(line, 'title'),
    variant: field.textOf(line, 'sku_properties_name'),
    quantity: field.countOf(line, 'num', 1, 1_000_000, null),
    priceFen: field.requiredFenOf(line, 'price'),
    paidFen,
    refundState,
    // A trade names no refunded amount: the line's share is the most it can be.
    refundedFen: refundState === 'refunded' ? paidFen : 0,
    shipped: SHIPPED_LINE_STATES.has(field.textOf(line, 'status')) || field.textOf(line, 'consign_time') !== '',
  }
}

function readReceiver(trade: WireObject): Receiver {
  const district = field.textOf(trade, 'receiver_district')
  return {
    name: field.textOf(trade, 'receiver_name'),
    phone: field.textOf(trade, 'receiver_mobile') || field.textOf(trade, 'receiver_phone'),
    province: field.textOf(trade, 'receiver_state'),
    // Counties governed by their province directly have no city.
    city: field.textOf(trade, 'receiver_city') || district,
    district,
    town: field.textOf(trade, 'receiver_town'),
    address: field.textOf(trade, 'receiver_address'),
    zip: field.textOf(trade, 'receiver_zip'),
  }
}

/**
 * Discounts on the whole order, on its lines, and what the seller took off by hand (a negative `adjust_fee`; a positive one is a
 * surcharge and no discount).
 */
function readDiscountFen(trade: WireObject, lines: unknown[]): number {
  const onLines = lines.reduce<number>((sum, line) => sum + (isObject(line) ? (field.fenOf(line, 'discount_fee') ?? 0) : 0), 0)
  return onLines + (field.fenOf(trade, 'discount_fee') ?? 0) + Math.max(0, -(field.fenOf(trade, 'adjust_fee') ?? 0))
}

/** `payment` is what is due; it has been paid once the trade is past payment, on cash on delivery only with a payment time. */
function readPaidFen(trade: WireObject, state: TradeState, paidAt: string | null): number {
  const dueFen = field.requiredFenOf(trade, 'payment')
  if (state.status === 'unpaid' || state.status === 'cancelled') return 0
  const isCashOnDelivery = field.textOf(trade, 'type') === 'cod'
  return isCashOnDelivery && paidAt === null && state.status !== 'finished' ? 0 : dueFen
}
