/** The courier companies under Douyin's own codes. */
import { type Courier, couriers } from '#sandbox/couriers.ts'

const CODES: Record<string, string> = {
  SF: 'shunfeng',
  ZTO: 'zhongtong',
  YTO: 'yuantong',
  STO: 'shentong',
  YUNDA: 'yunda',
  JTSD: 'jtexpress',
  EMS: 'ems',
  POSTB: 'youzhengguonei',
  DBKD: 'debangkuaidi',
}

export type Company = Courier & { douyinCode: string }
export const companies: readonly Company[] = couriers.flatMap((courier) => {
  const douyinCode = CODES[courier.code]
  return douyinCode === undefined ? [] : { ...courier, douyinCode }
})
export const findCompany = (douyinCode: string): Company | undefined => companies.find((each) => each.douyinCode === douyinCode)
/** Douyin's code for one of the sandbox's. */
export const codeOfCompany = (code: string): string => CODES[code] ?? code
