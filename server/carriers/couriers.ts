/** How each service names the couriers. Ours are Cainiao's codes. Source of the tables: public mappings of the services; a courier that is missing is not offered. */
type Names = { kdniao: string; kuaidi100: string }
const NAMES: Readonly<Record<string, Names>> = {
  SF: { kdniao: 'SF', kuaidi100: 'shunfeng' },
  ZTO: { kdniao: 'ZTO', kuaidi100: 'zhongtong' },
  YTO: { kdniao: 'YTO', kuaidi100: 'yuantong' },
  STO: { kdniao: 'STO', kuaidi100: 'shentong' },
  YUNDA: { kdniao: 'YD', kuaidi100: 'yunda' },
  JTSD: { kdniao: 'JTSD', kuaidi100: 'jtexpress' },
  EMS: { kdniao: 'EMS', kuaidi100: 'ems' },
  POSTB: { kdniao: 'YZPY', kuaidi100: 'youzhengguonei' },
  JD: { kdniao: 'JD', kuaidi100: 'jd' },
  /** 百世: sold to 极兔 in 2021; parcels of files and old waybills still name it. */
  HTKY: { kdniao: 'HTKY', kuaidi100: 'huitongkuaidi' },
  DBKD: { kdniao: 'DBL', kuaidi100: 'debangkuaidi' },
}
export type NamingService = keyof Names

/** null = the service does not know this courier. */
export const nameAt = (service: NamingService, carrier: string): string | null => NAMES[carrier]?.[service] ?? null
/** null = the service speaks of a courier that is none of ours. */
export function carrierCalled(service: NamingService, name: string): string | null {
  return Object.entries(NAMES).find(([, names]) => names[service] === name)?.[0] ?? null
}
