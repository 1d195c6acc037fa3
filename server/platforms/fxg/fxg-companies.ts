/**
 * Our carrier codes and the words Douyin uses for them (`company_code`). Source: the platform's list of logistics companies
 * (order.logisticsCompanyList) as public mappings show it.
 */
const COMPANY_CODES = new Map<string, string>([
  ['SF', 'shunfeng'], // 顺丰
  ['ZTO', 'zhongtong'], // 中通
  ['YTO', 'yuantong'], // 圆通
  ['STO', 'shentong'], // 申通
  ['YUNDA', 'yunda'], // 韵达
  ['JTSD', 'jtexpress'], // 极兔
  ['EMS', 'ems'], // 邮政特快
  ['POSTB', 'youzhengguonei'], // 邮政小包
  ['JD', 'jd'], // 京东
  ['DBKD', 'debangkuaidi'], // 德邦
  ['HTKY', 'huitongkuaidi'], // 百世
  ['TTKDEX', 'tiantian'], // 天天
  ['ZJS', 'zhaijisong'], // 宅急送
])

/** Douyin's word for one of our carrier codes; null when Douyin has none. */
export function douyinCompanyCode(carrier: string): string | null {
  return COMPANY_CODES.get(carrier) ?? null
}
