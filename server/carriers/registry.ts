/** Every carrier and every waybill interface the product speaks. One is added here and nowhere else. */
import { cainiao } from './cainiao/cainiao.ts'
import type { CarrierAdapter } from './carrier.ts'

export type WaybillInterface = {
  adapter: CarrierAdapter
  /** Called with the authorisation of a shop of this platform. */
  platform: string
  /** The interface wants a print template named, though our labels are our own. */
  templateUrl: string
}

const waybillInterfaces: readonly WaybillInterface[] = [
  {
    adapter: cainiao,
    platform: 'taobao',
    // Cainiao's plain standard template of 76 × 130 mm.
    templateUrl: 'http://cloudprint.cainiao.com/template/standard/278250/1',
  },
]
export const interfaceNamed = (name: string): WaybillInterface | undefined =>
  waybillInterfaces.find(({ adapter }) => adapter.interfaceName === name)

/** Our carrier codes with the names on labels. */
export const carriers = [
  { carrier: 'SF', zh: '顺丰速运', en: 'SF Express' },
  { carrier: 'ZTO', zh: '中通快递', en: 'ZTO Express' },
  { carrier: 'YTO', zh: '圆通速递', en: 'YTO Express' },
  { carrier: 'STO', zh: '申通快递', en: 'STO Express' },
  { carrier: 'YUNDA', zh: '韵达快递', en: 'Yunda Express' },
  { carrier: 'JTSD', zh: '极兔速递', en: 'J&T Express' },
  { carrier: 'EMS', zh: '邮政 EMS', en: 'EMS' },
  { carrier: 'POSTB', zh: '邮政快递包裹', en: 'China Post parcels' },
  { carrier: 'JD', zh: '京东物流', en: 'JD Logistics' },
  { carrier: 'DBKD', zh: '德邦快递', en: 'Deppon Express' },
] as const
/** The Chinese name of a carrier for labels; an unknown code stands for itself. */
export const carrierName = (code: string): string => carriers.find(({ carrier }) => carrier === code)?.zh ?? code
