/** Every tracing service the product speaks. One is added here and nowhere else. */
import type { Config } from '#kernel/config.ts'
import type { AccountField } from './carrier.ts'
import { kdniaoTracker } from './kdniao/kdniao.ts'
import { kuaidi100Tracker } from './kuaidi100/kuaidi100.ts'
import { sfTracker } from './sf/sf-routes.ts'
import type { TrackerAdapter } from './tracker.ts'

export type TracingService = {
  tracker: TrackerAdapter
  zh: string
  en: string
  fields: readonly AccountField[]
  /** Of our codes; null = all that have a name there. */
  carriers: readonly string[] | null
  gatewayUrl(config: Config): string
  /** Its pushes carry no signature: the address holds a secret of ours, and is shown once. */
  secretInAddress: boolean
}

const field = (name: string, zh: string, en: string, secret = false): AccountField => ({ name, zh, en, secret, optional: false })

/** In the order of preference. */
export const tracingServices: readonly TracingService[] = [
  {
    ...{ tracker: sfTracker, zh: '顺丰丰桥路由', en: 'SF routes', carriers: ['SF'], secretInAddress: true },
    fields: [field('partnerId', '顾客编码（partnerID）', 'Partner ID'), field('checkWord', '校验码', 'Check word', true)],
    gatewayUrl: ({ couriers }) => couriers.sfUrl,
  },
  {
    ...{ tracker: kuaidi100Tracker, zh: '快递100', en: 'Kuaidi100', carriers: null, secretInAddress: false },
    fields: [field('customer', 'customer（企业编号）', 'Customer number'), field('key', '授权 key', 'Key', true)],
    gatewayUrl: ({ couriers }) => couriers.kuaidi100Url,
  },
  {
    ...{ tracker: kdniaoTracker, zh: '快递鸟', en: 'KDNiao', carriers: null, secretInAddress: false },
    fields: [field('businessId', '用户 ID', 'Business ID'), field('apiKey', 'API Key', 'API key', true)],
    gatewayUrl: ({ couriers }) => couriers.kdniaoUrl,
  },
]
export const tracingServiceNamed = (name: string): TracingService | undefined =>
  tracingServices.find(({ tracker }) => tracker.service === name)
