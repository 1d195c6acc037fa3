/** The couriers as this platform numbers them. */
import { couriers, findCourier } from '#sandbox/couriers.ts'

const LOGISTICS_IDS: Record<string, number> = {
  STO: 1,
  SF: 44,
  YTO: 85,
  ZTO: 115,
  EMS: 118,
  YUNDA: 121,
  DBKD: 131,
  POSTB: 132,
  JTSD: 384,
}
/** Beside the real one: what only looks like it by name, and one that may no longer be used. */
const OTHERS = [
  { id: 928, logistics_company: '中通快运', code: 'ZTOKY', available: 1 },
  { id: 3, logistics_company: '百世快递', code: 'HT', available: 0 },
]

export const logisticsIdOf = (courierCode: string): number | undefined => LOGISTICS_IDS[courierCode]
export const courierOf = (logisticsId: string) =>
  couriers.find(({ code }) => String(LOGISTICS_IDS[code] ?? '') === logisticsId && findCourier(code))

export const companies = (): object[] => [
  ...OTHERS,
  ...couriers.flatMap(({ code, name }) => {
    const id = LOGISTICS_IDS[code]
    return id === undefined ? [] : [{ id, logistics_company: name, code, available: 1 }]
  }),
]
