/** Taobao and Tmall (淘宝、天猫) behind the platform port. */
import type { PlatformAdapter, Reason } from '#server/platforms/platform.ts'
import { exchangeTaobaoCode, refreshTaobaoTokens, taobaoAuthoriseUrl } from './taobao-oauth.ts'
import { readTaobaoOrder } from './taobao-order.ts'
import { fetchTaobaoOrder, pullTaobaoOrders, TAOBAO_PULL } from './taobao-pull.ts'
import { acknowledgeTaobaoPushes, consumeTaobaoPushes } from './taobao-pushes.ts'
import { reportTaobaoShipment } from './taobao-shipment.ts'

/** What a trade tells of its receiver and buyer: never repeated in a refusal, masked for who only looks after intake. */
const PERSONAL_FIELDS: readonly string[] = [
  ...['receiver_name', 'receiver_mobile', 'receiver_phone', 'receiver_town', 'receiver_address', 'receiver_zip'],
  ...['buyer_email', 'buyer_alipay_no', 'alipay_no', 'invoice_name'],
]

/** Offered by the platform and not spoken yet: said as it is. */
const notInThisVersion: Reason = {
  zh: '这个版本还没有接上淘宝的这个接口，请在千牛里操作。',
  en: 'This version does not use this interface of Taobao yet; please do it in Qianniu.',
}

export const taobao: PlatformAdapter = {
  platform: 'taobao',
  capabilities: ['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'authorise', 'mergeGroups', 'encryptedWaybill'],
  missing: {
    changeShipment: notInThisVersion,
    note: notInThisVersion,
    price: notInThisVersion,
    stock: notInThisVersion,
    products: notInThisVersion,
    afterSales: notInThisVersion,
    decideAfterSales: notInThisVersion,
    reviews: notInThisVersion,
    replyReviews: notInThisVersion,
    staff: notInThisVersion,
    revealReceiver: notInThisVersion,
    fileImport: {
      zh: '这类店铺的订单由平台接口读取。要导入文件，请另建一个“文件导入”店铺。',
      en: 'Orders of such a shop are read from the platform. Add a shop of the kind "file import" for files.',
    },
    chat: {
      zh: '淘宝不向普通应用开放客服聊天接口，请用千牛接待。',
      en: 'Taobao opens no chat interface to ordinary applications; answer in Qianniu.',
    },
  },
  personalFields: PERSONAL_FIELDS,
  authorisation: { way: 'code', url: taobaoAuthoriseUrl, exchange: exchangeTaobaoCode, refresh: refreshTaobaoTokens },
  pushes: { way: 'queue', consume: consumeTaobaoPushes, acknowledge: acknowledgeTaobaoPushes },
  pull: TAOBAO_PULL,
  pullOrders: pullTaobaoOrders,
  fetchOrder: fetchTaobaoOrder,
  readOrder: readTaobaoOrder,
  reportShipment: reportTaobaoShipment,
  services: {},
}
