/** The WeChat Store (微信小店, 视频号小店) behind the platform port. */
import type { Capability, PlatformAdapter, Reason } from '#server/platforms/platform.ts'
import { decideWechatAfterSale } from './wechat-after-sale-decision.ts'
import { readWechatAfterSale, wechatAfterSales } from './wechat-after-sales.ts'
import { sendWechatChat } from './wechat-chat.ts'
import { WECHAT_FIELDS } from './wechat-credentials.ts'
import { noteWechatOrder, priceWechatOrder, WECHAT_NOTE_LIMITS } from './wechat-notes.ts'
import { readWechatOrder } from './wechat-order.ts'
import { listWechatProducts } from './wechat-products.ts'
import { fetchWechatOrder, pullWechatOrders, WECHAT_PULL } from './wechat-pull.ts'
import { receiveWechatPush } from './wechat-pushes.ts'
import { revealWechatReceivers } from './wechat-reveal.ts'
import { changeWechatShipment, reportWechatShipment } from './wechat-shipment.ts'
import { setWechatStock } from './wechat-stock.ts'
import { exchangeWechatCredentials, refreshWechatTokens } from './wechat-tokens.ts'

/** What an order tells of its receiver and buyer: never repeated in a refusal, masked for who only looks after intake. */
const PERSONAL_FIELDS: readonly string[] = [
  ...['user_name', 'tel_number', 'virtual_order_tel_number', 'real_tel_number', 'virtual_tel_number', 'postal_code'],
  ...['detail_info', 'house_number', 'account_no', 'present_note'],
]

/** mergeGroups without a call: the same hash_code is the same receiver. Source: the platform's reference of the order, address_info. */
const CAPABILITIES: readonly Capability[] = [
  ...([
    'pullOrders',
    'pushOrders',
    'orderDetail',
    'reportShipment',
    'changeShipment',
    'authorise',
    'mergeGroups',
    'encryptedWaybill',
  ] as const),
  ...(['note', 'price', 'stock', 'products', 'afterSales', 'decideAfterSales', 'chat', 'revealReceiver'] as const),
]

const noReviews: Reason = {
  zh: '微信小店的官方接口目录中没有商品评价接口，请在小店后台查看和回复。',
  en: 'The official list of interfaces of the WeChat Store has none for reviews; read and answer them in its console.',
}
const MISSING: Readonly<Partial<Record<Capability, Reason>>> = {
  fileImport: {
    zh: '这类店铺的订单由平台接口读取。要导入文件，请另建一个“文件导入”店铺。',
    en: 'Orders of such a shop are read from the platform. Add a shop of the kind "file import" for files.',
  },
  reviews: noReviews,
  replyReviews: noReviews,
  staff: {
    zh: '微信小店的官方接口目录（2026-03）没有员工和角色接口，请在小店后台管理员工。',
    en: 'The official list of interfaces of the WeChat Store (2026-03) has none for staff and roles; manage them in its console.',
  },
}

export const wechat: PlatformAdapter = {
  platform: 'wechat',
  capabilities: CAPABILITIES,
  missing: MISSING,
  personalFields: PERSONAL_FIELDS,
  authorisation: {
    way: 'credentials',
    fields: WECHAT_FIELDS,
    exchange: exchangeWechatCredentials,
    refresh: refreshWechatTokens,
  },
  pushes: { way: 'http', perShop: true, receive: receiveWechatPush },
  pull: WECHAT_PULL,
  pullOrders: pullWechatOrders,
  fetchOrder: fetchWechatOrder,
  readOrder: readWechatOrder,
  reportShipment: reportWechatShipment,
  noteLimits: WECHAT_NOTE_LIMITS,
  services: {
    changeShipment: changeWechatShipment,
    note: noteWechatOrder,
    price: priceWechatOrder,
    stock: setWechatStock,
    products: listWechatProducts,
    afterSales: wechatAfterSales,
    readAfterSale: readWechatAfterSale,
    decideAfterSales: decideWechatAfterSale,
    chat: sendWechatChat,
    revealReceiver: revealWechatReceivers,
  },
}
