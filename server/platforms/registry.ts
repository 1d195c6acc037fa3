/** Every shop platform the product speaks to. A platform is added here and nowhere else. */
import { CAPABILITIES } from '#contract/closed-lists.ts'
import { errors } from '#contract/errors.ts'
import type { Config } from '#kernel/config.ts'
import { fail } from '#kernel/failure.ts'
import { douyin } from './douyin/douyin.ts'
import { pinduoduo } from './pinduoduo/pinduoduo.ts'
import { type Capability, type OrderSnapshot, type PlatformAdapter, PlatformFailure, UnreadableOrder } from './platform.ts'
import { taobao } from './taobao/taobao.ts'
import { wechat } from './wechat/wechat.ts'

/** Our application at a platform. */
export type PlatformApp = { gatewayUrl: string; appKey: string; appSecret: string; serviceId?: string }
export type RegisteredPlatform = {
  adapter: PlatformAdapter
  zh: string
  en: string
  /** From the configuration; null = this installation has no application there, or the platform needs none. */
  appOf(config: Config): PlatformApp | null
}

const notByNetwork = (): never => {
  throw new PlatformFailure('our_fault', 'no-network', 'A shop of this kind lives from files and has no gateway.')
}

/** Everything but files: such a shop has no platform behind it. */
const withoutPlatform = Object.fromEntries(
  CAPABILITIES.filter((capability) => capability !== 'fileImport').map((capability) => [
    capability,
    {
      zh: '这个店铺的订单来自文件，没有平台接口。',
      en: 'The orders of this shop come from files; there is no platform behind it.',
    },
  ]),
)

/** A shop whose orders come from files: the messages stored for it are snapshots as the file reader made them. */
const file: PlatformAdapter = {
  platform: 'file',
  capabilities: ['fileImport'],
  missing: withoutPlatform,
  personalFields: ['receiver.name', 'receiver.phone', 'receiver.town', 'receiver.address', 'receiver.zip'],
  authorisation: { way: 'none' },
  pushes: { way: 'none' },
  pull: { windowMs: 0, overlapMs: 0 },
  pullOrders: notByNetwork,
  fetchOrder: notByNetwork,
  readOrder: ({ platformOrderId, body }) => {
    const snapshot = body as Partial<OrderSnapshot> | null
    if (snapshot?.platformOrderId !== platformOrderId || !Array.isArray(snapshot.lines))
      throw new UnreadableOrder(`The stored message of ${platformOrderId} is no order snapshot.`)
    return snapshot as OrderSnapshot
  },
  reportShipment: notByNetwork,
  services: {},
}

export const platforms: readonly RegisteredPlatform[] = [
  {
    adapter: taobao,
    zh: '淘宝/天猫',
    en: 'Taobao / Tmall',
    appOf: ({ taobao: { appKey, appSecret, gatewayUrl } }) =>
      appKey !== undefined && appSecret !== undefined ? { appKey, appSecret, gatewayUrl } : null,
  },
  {
    adapter: douyin,
    zh: '抖店',
    en: 'Douyin',
    // Without its service id no shop could ever be let in.
    appOf: ({ douyin: { appKey, appSecret, serviceId, gatewayUrl } }) =>
      appKey !== undefined && appSecret !== undefined && serviceId !== undefined
        ? { appKey, appSecret, serviceId, gatewayUrl }
        : null,
  },
  {
    adapter: pinduoduo,
    zh: '拼多多',
    en: 'Pinduoduo',
    appOf: ({ pinduoduo: { appKey, appSecret, gatewayUrl } }) =>
      appKey !== undefined && appSecret !== undefined ? { appKey, appSecret, gatewayUrl } : null,
  },
  {
    adapter: wechat,
    zh: '微信小店',
    en: 'WeChat Store',
    // Each shop is an application of its own there; its keys come with its credentials.
    appOf: ({ wechatShop: { gatewayUrl } }) => ({ appKey: '', appSecret: '', gatewayUrl }),
  },
  { adapter: file, zh: '文件导入/自有站', en: 'File import / own site', appOf: () => null },
]

/** Throws unknownPlatform. */
export function platformNamed(name: string): RegisteredPlatform {
  return platforms.find(({ adapter }) => adapter.platform === name) ?? fail(errors.unknownPlatform, { platform: name })
}
/** Throws unknownPlatform. */
export const adapterFor = (platform: string): PlatformAdapter => platformNamed(platform).adapter
export const offers = (platform: string, capability: Capability): boolean =>
  adapterFor(platform).capabilities.includes(capability)
/** Which orders go together only the platform can say, and it has a call for it; elsewhere equal receiver handles say it. */
export const tellsMergeGroups = (platform: string): boolean => adapterFor(platform).services.mergeGroups !== undefined
/** The names of the platforms that offer something. */
export const platformsOffering = (capability: Capability): string[] =>
  platforms.filter(({ adapter }) => adapter.capabilities.includes(capability)).map(({ adapter }) => adapter.platform)
