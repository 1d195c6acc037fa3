/** Every carrier and every waybill interface the product speaks. One is added here and nowhere else. */
import { wechatCarriers } from '#server/platforms/weixin/wechat-carriers.ts'
import { cainiao } from './cainiao/cainiao.ts'
import type { CarrierAccess, CarrierAdapter } from './carrier.ts'
import { douyinEbill } from './douyin/douyin-ebill.ts'
import { kdniao, kdniaoFields } from './kdniao/kdniao.ts'
import { pinduoduoCarriers, pinduoduoWaybill } from './pinduoduo/pinduoduo-waybill.ts'
import { sf, sfFields } from './sf/sf.ts'
import { wechatEwaybill } from './wechat/wechat-ewaybill.ts'

export type WaybillInterface = {
  adapter: CarrierAdapter
  zh: string
  en: string
  /** Whose authorisation it is called with. */
  access: CarrierAccess
  /** Of our codes; null = all of them. */
  carriers: readonly string[] | null
  /** The interface wants a print template named, though our labels are our own. */
  templateUrl: string
}

const waybillInterfaces: readonly WaybillInterface[] = [
  {
    adapter: cainiao,
    zh: '菜鸟电子面单',
    en: 'Cainiao e-waybill',
    access: { way: 'platform', platform: 'taobao' },
    carriers: null,
    // Cainiao's plain standard template of 76 × 130 mm.
    templateUrl: 'http://cloudprint.cainiao.com/template/standard/278250/1',
  },
  {
    adapter: douyinEbill,
    zh: '抖店电子面单',
    en: 'Douyin e-waybill',
    access: { way: 'platform', platform: 'douyin' },
    carriers: null,
    templateUrl: '',
  },
  {
    adapter: pinduoduoWaybill,
    zh: '拼多多电子面单',
    en: 'Pinduoduo e-waybill',
    access: { way: 'platform', platform: 'pinduoduo' },
    carriers: pinduoduoCarriers,
    // The platform is asked for its own.
    templateUrl: '',
  },
  {
    adapter: wechatEwaybill,
    zh: '微信小店电子面单',
    en: 'WeChat Store e-waybill',
    access: { way: 'platform', platform: 'wechat' },
    carriers: wechatCarriers,
    templateUrl: '',
  },
  {
    adapter: kdniao,
    zh: '快递鸟电子面单',
    en: 'KDNiao e-waybill',
    access: { way: 'account', fields: kdniaoFields, gatewayUrl: ({ couriers }) => couriers.kdniaoUrl },
    carriers: null,
    templateUrl: '',
  },
  {
    adapter: sf,
    zh: '顺丰丰桥直连',
    en: 'SF direct',
    access: { way: 'account', fields: sfFields, gatewayUrl: ({ couriers }) => couriers.sfUrl },
    carriers: ['SF'],
    templateUrl: '',
  },
]
export const allInterfaces = (): readonly WaybillInterface[] => waybillInterfaces
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
