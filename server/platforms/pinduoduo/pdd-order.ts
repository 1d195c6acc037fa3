/** Pure mapping of one Pinduoduo order to a snapshot. */
import {
  type OrderLineSnapshot,
  type OrderMessage,
  type OrderSnapshot,
  type RefundState,
  UnreadableOrder,
} from '#server/platforms/platform.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { codeOf, requiredYuanFenOf, yuanFenOf } from './pdd-fields.ts'
import { readReceiver } from './pdd-receiver.ts'
import { orderState, refundStateOf } from './pdd-states.ts'
import { shareFen } from './share-rules.ts'

const ALL_PAID = 2
/** 赠品订单: 0 to be made, 1 made, 2 not made: only then the gifts travel in this parcel. Source: the platform's reference of April 2026. */
const GIFT_ORDER_OPEN = 0
const GIFT_ORDER_NOT_MADE = 2

/** Maps an order as received. Throws UnreadableOrder. */
export function readPinduoduoOrder({ body: order }: OrderMessage): OrderSnapshot {
  if (!isObject(order)) throw new UnreadableOrder('the body is not an object')
  const paidAt = field.momentOf(order, 'pay_time')
  const facts = readFacts(order, paidAt !== null)
  const { status, shipForbidden } = orderState(facts) ?? field.broken('order_status', facts.orderStatus, 'a known state')
  const goodsFen = requiredYuanFenOf(order, 'goods_amount')
  const discountFen = yuanFenOf(order, 'discount_amount') ?? 0
  const dueFen = requiredYuanFenOf(order, 'pay_amount')
  const lines = readLines(order, {
    goodsPaidFen: Math.max(0, goodsFen - discountFen),
    refundState: readRefundState(order, facts.refundStatus),
    shipped: status === 'shipped' || status === 'finished',
  })
  const { receiver, isMasked } = readReceiver(order)
  return {
    platformOrderId: field.requiredTextOf(order, 'order_sn'),
    status,
    platformStatus: platformWords(facts),
    shipForbidden,
    createdAt: field.requiredMomentOf(order, 'created_time'),
    paidAt,
    modifiedAt: field.requiredMomentOf(order, 'updated_at'),
    shippedAt: field.momentOf(order, 'shipping_time'),
    finishedAt: field.momentOf(order, 'receive_time'),
    shipBy: field.momentOf(order, 'last_ship_time'),
    // The platform tells nothing of the buyer, not even a nick.
    buyerKey: '',
    buyerNick: '',
    receiver,
    // Orders sent on by a transit warehouse have one address for many buyers: whether they travel together only the platform can say.
    receiverKey: isObject(order.consolidate_info) ? '' : field.textOf(order, 'open_address_id'),
    receiverMasked: isMasked,
    buyerNote: field.textOf(order, 'buyer_memo'),
    sellerMemo: field.textOf(order, 'remark'),
    sellerFlag: field.countOf(order, 'remark_tag', 0, 5, 0),
    goodsFen,
    freightFen: yuanFenOf(order, 'postage') ?? 0,
    discountFen,
    paidFen: status === 'unpaid' || status === 'cancelled' ? 0 : dueFen,
    refundedFen: lines.reduce((sum, line) => sum + line.refundedFen, 0),
    lines,
  }
}

type Facts = Parameters<typeof orderState>[0]

/** Lists that show concluded orders only leave the two states before it out. */
function readFacts(order: WireObject, isPaid: boolean): Facts {
  const step = order.step_order_info
  return {
    orderStatus: codeOf(order, 'order_status', null),
    confirmStatus: codeOf(order, 'confirm_status', 1),
    groupStatus: codeOf(order, 'group_status', 1),
    refundStatus: codeOf(order, 'refund_status', 1),
    isPaid,
    isUnderReview: codeOf(order, 'risk_control_status', 0) !== 0,
    isOnHold: rowsOf(order.order_tag_list).some((tag) => isObject(tag) && tag.name === 'ship_hold' && String(tag.value) === '1'),
    isGiftOpen: rowsOf(order.gift_list).length > 0 && codeOf(order, 'gift_order_status', 1) === GIFT_ORDER_OPEN,
    isDepositOnly: isObject(step) && codeOf(step, 'step_trade_status', ALL_PAID) < ALL_PAID,
  }
}

/** The platform has numbers and no words: the ones that decided, by their names. */
function platformWords(facts: Facts): string {
  const { orderStatus, confirmStatus, groupStatus, refundStatus } = facts
  const others = [
    confirmStatus === 1 ? '' : `confirm_status ${confirmStatus}`,
    groupStatus === 1 ? '' : `group_status ${groupStatus}`,
    refundStatus === 1 ? '' : `refund_status ${refundStatus}`,
    facts.isUnderReview ? 'risk_control_status 1' : '',
    facts.isOnHold ? 'ship_hold' : '',
    facts.isGiftOpen ? 'gift_order_status 0' : '',
  ]
  return [`order_status ${orderStatus}`, ...others].filter(Boolean).join(', ')
}

function readRefundState(order: WireObject, refundStatus: number): RefundState {
  const afterSalesStatus = codeOf(order, 'after_sales_status', 0)
  return refundStateOf(refundStatus, afterSalesStatus) ?? field.broken('refund_status', refundStatus, 'a known state')
}

type WholeOrder = { goodsPaidFen: number; refundState: RefundState; shipped: boolean }
type RawLine = Omit<OrderLineSnapshot, 'paidFen' | 'refundState' | 'refundedFen' | 'shipped'>

/** Refunds, shipping and discounts belong to the whole order: each line has its share of what was paid. */
function readLines(order: WireObject, { goodsPaidFen, refundState, shipped }: WholeOrder): OrderLineSnapshot[] {
  const bought = rowsOf(order.item_list).map((line, index) => readLineAt(line, `item_list[${index}]`))
  if (bought.length === 0) field.missing('item_list')
  const items = [...bought, ...readGifts(order)]
  const shares = shareFen(
    goodsPaidFen,
    items.map(({ priceFen, quantity }) => priceFen * quantity),
  )
  const seen = new Map<string, number>()
  return items.map((item, place) => {
    const paidFen = shares[place] ?? 0
    const count = (seen.get(item.platformLineId) ?? 0) + 1
    seen.set(item.platformLineId, count)
    return {
      ...item,
      // The platform numbers no lines: the variant names them, and a second line of it is counted.
      platformLineId: count === 1 ? item.platformLineId : `${item.platformLineId}#${count}`,
      paidFen,
      refundState,
      refundedFen: refundState === 'refunded' ? paidFen : 0,
      shipped,
    }
  })
}

/** What travels along for nothing. */
function readGifts(order: WireObject): RawLine[] {
  if (codeOf(order, 'gift_order_status', 1) !== GIFT_ORDER_NOT_MADE) return []
  return rowsOf(order.gift_list).map((gift, index) => {
    const line = readLineAt(gift, `gift_list[${index}]`)
    return { ...line, platformLineId: `gift-${line.platformLineId}`, priceFen: 0 }
  })
}

/** A line that cannot be read spoils the whole order: shipping the rest of it would be wrong. */
function readLineAt(line: unknown, place: string): RawLine {
  if (!isObject(line)) return field.broken(place, line, 'an object')
  try {
    return readLine(line)
  } catch (error) {
    throw error instanceof UnreadableOrder ? new UnreadableOrder(`${place}.${error.message}`) : error
  }
}

function readLine(line: WireObject): RawLine {
  const goodsId = field.requiredIdOf(line, 'goods_id')
  const skuId = field.idOf(line, 'sku_id')
  return {
    platformLineId: skuId || goodsId,
    platformItemId: goodsId,
    platformSkuId: skuId,
    merchantSku: field.textOf(line, 'outer_id') || field.textOf(line, 'outer_goods_id'),
    title: field.textOf(line, 'goods_name'),
    variant: field.textOf(line, 'goods_spec'),
    quantity: field.countOf(line, 'goods_count', 1, 1_000_000, null),
    priceFen: requiredYuanFenOf(line, 'goods_price'),
  }
}
