/** The words of the WeChat Store's waybill request. Pure. */
import type { WaybillRequest } from '#server/carriers/carrier.ts'

type Place = { orderId: string; deliveryId: string; accountId: string; shopId: string; siteCode: string }
type Person = { name: string; phone: string; province: string; city: string; district: string; town?: string; address: string }

/** The smallest of the platform's own templates: with one named the answer brings the print content along. */
const TEMPLATE = 'single'
const MOST_NAME_LETTERS = 60

/** Receivers go as the order shows them: the platform fills in what it has masked. */
export function wechatWaybillOrder(request: WaybillRequest, place: Place): Record<string, unknown> {
  const [first = '', ...others] = request.platform === 'wechat' ? request.platformOrderIds : []
  const goods = request.items.map(({ name, count }) => ({ good_name: name.slice(0, MOST_NAME_LETTERS), good_count: count }))
  return {
    ewaybill_order_id: place.orderId,
    delivery_id: place.deliveryId,
    ...(place.siteCode !== '' && { site_code: place.siteCode }),
    ewaybill_acct_id: place.accountId,
    shop_id: place.shopId,
    sender: personWords(request.sender),
    receiver: personWords(request.receiver),
    // One parcel's goods are not told apart by order: they stand with the first.
    ec_order_list: [
      { ...(first !== '' && { ec_order_id: first }), goods_list: goods },
      ...others.map((id) => ({ ec_order_id: id, goods_list: goods.slice(0, 1) })),
    ],
    template_id: TEMPLATE,
    ...(request.weightGrams > 0 && { ext_info: { package_weight_g: request.weightGrams } }),
  }
}

const personWords = ({ name, phone, province, city, district, town = '', address }: Person) => ({
  ...{ name, mobile: phone, province, city, county: district, street: town, address },
})
