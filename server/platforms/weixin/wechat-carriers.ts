/**
 * Our carrier codes and the `delivery_id` of the WeChat Store. Source: its list of delivery companies in public mappings; it names no
 * parcel post and no courier that has ended.
 */
const WECHAT_CARRIER_CODES = new Map<string, string>([
  ['SF', 'SF'], // 顺丰
  ['ZTO', 'ZTO'], // 中通
  ['YTO', 'YTO'], // 圆通
  ['STO', 'STO'], // 申通
  ['YUNDA', 'YUNDA'], // 韵达
  ['JTSD', 'JTSD'], // 极兔
  ['EMS', 'EMS'], // 邮政特快
  ['JD', 'JD'], // 京东
  ['DBKD', 'DBKD'], // 德邦
])

/** Null when the WeChat Store has no word for the carrier. */
export function wechatCarrierCode(carrier: string): string | null {
  return WECHAT_CARRIER_CODES.get(carrier) ?? null
}

export const wechatCarriers: readonly string[] = [...WECHAT_CARRIER_CODES.keys()]
