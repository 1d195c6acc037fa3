/** Taobao and Tmall (淘宝、天猫) behind the platform port. */
import type { PlatformAdapter } from '#server/platforms/platform.ts'
import { PERSONAL_FIELDS } from './taobao-fields.ts'
import { exchangeTaobaoCode, refreshTaobaoTokens, taobaoAuthoriseUrl } from './taobao-oauth.ts'
import { readTaobaoOrder } from './taobao-order.ts'
import { fetchTaobaoOrder, pullTaobaoOrders, TAOBAO_PULL } from './taobao-pull.ts'
import { acknowledgeTaobaoPushes, consumeTaobaoPushes } from './taobao-pushes.ts'
import { reportTaobaoShipment } from './taobao-shipment.ts'

export const taobao: PlatformAdapter = {
  platform: 'taobao',
  capabilities: ['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'authorise'],
  personalFields: PERSONAL_FIELDS,
  pull: TAOBAO_PULL,
  pullOrders: pullTaobaoOrders,
  fetchOrder: fetchTaobaoOrder,
  readOrder: readTaobaoOrder,
  reportShipment: reportTaobaoShipment,
  consumePushes: consumeTaobaoPushes,
  acknowledgePushes: acknowledgeTaobaoPushes,
  authoriseUrl: taobaoAuthoriseUrl,
  exchangeCode: exchangeTaobaoCode,
  refreshTokens: refreshTaobaoTokens,
}
