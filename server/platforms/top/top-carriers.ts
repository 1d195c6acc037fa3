/**
 * Our carrier codes and the words TOP and Cainiao use for them (`company_code`, `cp_code`). Where both agree our code is theirs.
 * Source: the gateway's list of logistics companies and public mappings of other systems.
 */
const TOP_CARRIER_CODES = new Map<string, string>([
  ['SF', 'SF'], // 顺丰
  ['ZTO', 'ZTO'], // 中通
  ['YTO', 'YTO'], // 圆通
  ['STO', 'STO'], // 申通
  ['YUNDA', 'YUNDA'], // 韵达
  ['JTSD', 'JTSD'], // 极兔
  ['EMS', 'EMS'], // 邮政特快
  ['POSTB', 'POSTB'], // 邮政小包
  ['JD', 'JD'], // 京东
  ['DBKD', 'DBKD'], // 德邦
  ['HTKY', 'HTKY'], // 百世
  ['TTKDEX', 'TTKDEX'], // 天天
  ['ZJS', 'ZJS'], // 宅急送
])

/** TOP's word for one of our carrier codes; null when TOP has none. */
export function topCarrierCode(carrier: string): string | null {
  return TOP_CARRIER_CODES.get(carrier) ?? null
}
