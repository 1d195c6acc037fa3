/** The words of Douyin's waybill request (logistics.newCreateOrder). Pure. */
import type { Sender, WaybillRequest } from '#server/carriers/carrier.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

/** Goods a parcel declares; a fuller parcel declares the first ones. */
const MOST_ITEMS = 100

/** Digits, letters and underscores only. Order and pack stand for the parcel: repeating them gives the same number. */
export const packIdOf = ({ requestKey }: WaybillRequest): string => requestKey.replaceAll(/[^0-9A-Za-z]/g, '_')

export const ebillSender = ({ name, phone, province, city, district, address }: Sender) => ({
  address: placeOf({ province, city, district, street: '', detail: address }),
  contact: { name, ...phoneWords(phone) },
})

/** `order`: as the platform tells it, for its ciphers; null = the receiver is plain. */
export function ebillOrder(carrier: string, request: WaybillRequest, order: WireObject | null) {
  const [orderId = '', ...others] = request.platformOrderIds
  return {
    order_id: orderId,
    pack_id: packIdOf(request),
    receiver_info: order ? encrypted(order) : plain(request),
    items: request.items.slice(0, MOST_ITEMS).map(({ name, count }) => ({ item_name: name, item_count: count })),
    combine_orders: others.length > 0 ? request.platformOrderIds : undefined,
    // Other couriers refuse a weight.
    total_weight: carrier === 'SF' && request.weightGrams > 0 ? String(request.weightGrams) : undefined,
  }
}

function encrypted(order: WireObject) {
  const address = isObject(order.post_addr) ? order.post_addr : {}
  const name = (part: unknown): string => (isObject(part) ? idText(part.name) : '')
  const district = name(address.town)
  return {
    address: placeOf({
      province: name(address.province),
      city: name(address.city) || district,
      district,
      street: name(address.street),
      detail: idText(address.encrypt_detail),
    }),
    contact: { name: idText(order.encrypt_post_receiver), mobile: idText(order.encrypt_post_tel) },
  }
}

const plain = ({ receiver }: WaybillRequest) => ({
  address: placeOf({ ...receiver, city: receiver.city || receiver.district, street: receiver.town, detail: receiver.address }),
  contact: { name: receiver.name, ...phoneWords(receiver.phone) },
})

type Place = { province: string; city: string; district: string; street: string; detail: string }
const placeOf = ({ province, city, district, street, detail }: Place) => ({
  country_code: 'CHN',
  province_name: province,
  city_name: city,
  district_name: district,
  street_name: street === '' ? undefined : street,
  detail_address: detail,
})

/** Mobile numbers and landlines have fields of their own. */
const phoneWords = (phone: string): { mobile: string } | { phone: string } =>
  /^(\+?86-?)?1\d{10}$/.test(phone) ? { mobile: phone } : { phone }
