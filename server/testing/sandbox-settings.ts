/** The settings that make every platform and courier of the sandbox this installation's. */
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { pinduoduoApp } from '#sandbox/pinduoduo/pinduoduo-platform.ts'
import type { Sandbox } from '#sandbox/sandbox.ts'
import { sandboxApp } from '#sandbox/shops.ts'

export const sandboxSettings = ({ gateways, services }: Pick<Sandbox, 'gateways' | 'services'>): Record<string, string> => ({
  TAOBAO_APP_KEY: sandboxApp.appKey,
  TAOBAO_APP_SECRET: sandboxApp.appSecret,
  TAOBAO_GATEWAY: gateways.taobao,
  DOUYIN_APP_KEY: sandboxDouyinApp.appKey,
  DOUYIN_APP_SECRET: sandboxDouyinApp.appSecret,
  DOUYIN_SERVICE_ID: sandboxDouyinApp.serviceId,
  DOUYIN_GATEWAY: gateways.douyin,
  PINDUODUO_CLIENT_ID: pinduoduoApp.appKey,
  PINDUODUO_CLIENT_SECRET: pinduoduoApp.appSecret,
  PINDUODUO_GATEWAY: gateways.pinduoduo,
  WECHAT_SHOP_GATEWAY: gateways.wechat,
  ...{ KDNIAO_URL: services.kdniao ?? '', SF_URL: services.sf ?? '', KUAIDI100_URL: services.kuaidi100 ?? '' },
})
