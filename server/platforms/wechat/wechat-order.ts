/** Pure mapping of one order of the WeChat Store to an order snapshot. */
import { type OrderMessage, type OrderSnapshot, type Receiver, UnreadableOrder } from '#server/platforms/platform.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { parcelsOf, productsOf, readWechatLines } from './wechat-lines.ts'
import { WECHAT_ORDER_STATES } from './wechat-states.ts'

/** `deliver_method` of orders that are delivered without a courier. */
const VIRTUAL_METHODS: ReadonlySet<number> = new Set([1, 3])

/** Maps an order as received. Sums that do not add up are kept as the platform says. Throws UnreadableOrder. */
export function readWechatOrder(message: OrderMessage): OrderSnapshot {
  const order = message.body
  if (!isObject(order)) throw new UnreadableOrder('the body is not an object')
  const platformStatus = field.countOf(order, 'status', 0, 10_000, null)
  const state = WECHAT_ORDER_STATES.get(platformStatus) ?? field.broken('status', platformStatus, 'a known state')
  const detail = objectAt(order, 'order_detail') ?? field.missing('order_detail')
  const delivery = objectAt(detail, 'delivery_info') ?? {}
  const notes = objectAt(detail, 'ext_info') ?? {}
  const lines = readWechatLines(order, state.status === 'shipped' || state.status === 'finished')
  if (lines.length === 0) field.missing('order_detail.product_infos')
  const address = objectAt(delivery, 'address_info') ?? {}
  const receiver = readReceiver(address)
  return {
    platformOrderId: field.requiredIdOf(order, 'order_id'),
    // "To ship" covers orders of which some have left.
    status: state.status === 'paid' && parcelsOf(order).length > 0 ? 'partly_shipped' : state.status,
    platformStatus: String(platformStatus),
    // What needs no courier is delivered in the platform's console; a parcel would be wrong.
    shipForbidden: state.shipForbidden || VIRTUAL_METHODS.has(field.countOf(delivery, 'deliver_method', 0, 1000, 0)),
    createdAt: field.requiredSecondsOf(order, 'create_time'),
    paidAt: field.secondsOf(objectAt(detail, 'pay_info') ?? {}, 'pay_time'),
    modifiedAt: field.requiredSecondsOf(order, 'update_time'),
    shippedAt: field.secondsOf(delivery, 'ship_done_time') ?? firstParcelAt(order),
    finishedAt: state.status === 'finished' ? field.secondsOf(notes, 'confirm_receipt_time') : null,
    shipBy: shipByOf(order),
    buyerKey: field.textOf(order, 'openid'),
    // Buyers have no name here.
    buyerNick: '',
    receiver,
    receiverKey: field.textOf(address, 'hash_code'),
    receiverMasked: [receiver.name, receiver.phone, receiver.address].some((text) => text.includes('*')),
    buyerNote: field.textOf(notes, 'customer_notes'),
    sellerMemo: field.textOf(notes, 'merchant_notes'),
    sellerFlag: field.countOf(notes, 'merchant_notes_tag_color', 0, 5, 0),
    ...readSums(detail, state.status === 'unpaid' || state.status === 'cancelled'),
    refundedFen: lines.reduce((sum, line) => sum + line.refundedFen, 0),
    lines,
  }
}

const objectAt = (object: WireObject, name: string): WireObject | null => {
  const value = object[name]
  return isObject(value) ? value : null
}

/** `order_price` is what is due; who gave which discount is spread over many fields, so the discount is what is missing to the goods. */
function readSums(detail: WireObject, isUnpaid: boolean) {
  const sums = objectAt(detail, 'price_info') ?? field.missing('order_detail.price_info')
  const goodsFen = field.requiredWholeFenOf(sums, 'product_price')
  const changedFreight = sums.is_change_freight === true ? field.wholeFenOf(sums, 'change_freight') : null
  const freightFen = changedFreight ?? field.wholeFenOf(sums, 'freight') ?? 0
  const dueFen = field.requiredWholeFenOf(sums, 'order_price')
  return { goodsFen, freightFen, discountFen: goodsFen + freightFen - dueFen, paidFen: isUnpaid ? 0 : dueFen }
}

/** The promise of the first line that still waits; a presale tells another one. */
function shipByOf(order: WireObject): string | null {
  const promises = productsOf(order).map(
    (product) => field.secondsOf(product, 'delivery_deadline') ?? field.secondsOf(product, 'predict_delivery_time'),
  )
  return promises.filter((promise) => promise !== null).sort()[0] ?? null
}

const firstParcelAt = (order: WireObject): string | null =>
  parcelsOf(order)
    .map((parcel) => field.secondsOf(parcel, 'delivery_time'))
    .filter((at) => at !== null)
    .sort()[0] ?? null

function readReceiver(address: WireObject): Receiver {
  const district = field.textOf(address, 'county_name')
  return {
    name: field.textOf(address, 'user_name'),
    phone: wechatPhoneOf(address).phone,
    province: field.textOf(address, 'province_name'),
    // Counties governed by their province directly have no city.
    city: field.textOf(address, 'city_name') || district,
    district,
    town: '',
    address: wechatStreetOf(address),
    zip: field.textOf(address, 'postal_code'),
  }
}

/** Street and below; the house number may stand apart. */
export function wechatStreetOf(address: WireObject): string {
  const street = field.textOf(address, 'detail_info')
  const house = field.textOf(address, 'house_number')
  return house === '' || street.endsWith(house) ? street : `${street}${house}`
}

/** A buyer may have a relay number given out in place of the own one, until a moment. */
export function wechatPhoneOf(address: WireObject): { phone: string; relayUntil: string | null } {
  const relay = objectAt(address, 'tel_number_ext_info') ?? {}
  const relayNumber = field.countOf(address, 'use_tel_number', 0, 1, 0) === 1 ? field.textOf(relay, 'virtual_tel_number') : ''
  if (relayNumber !== '') return { phone: relayNumber, relayUntil: field.secondsOf(relay, 'virtual_tel_expire_time') }
  return { phone: field.textOf(address, 'tel_number') || field.textOf(address, 'virtual_order_tel_number'), relayUntil: null }
}
