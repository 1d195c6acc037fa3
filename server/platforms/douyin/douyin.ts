/** The Douyin shop platform (抖店) behind the platform port. */
import type { Capability, PlatformAdapter, Reason } from '#server/platforms/platform.ts'
import { pullDouyinAfterSales, readDouyinAfterSale } from './douyin-after-sales.ts'
import { decideDouyinAfterSale } from './douyin-decisions.ts'
import { readDouyinOrder } from './douyin-order.ts'
import { DOUYIN_NOTE_LIMITS, noteDouyinOrder, priceDouyinOrder } from './douyin-order-services.ts'
import { listDouyinProducts } from './douyin-products.ts'
import { DOUYIN_PULL, fetchDouyinOrder, pullDouyinOrders } from './douyin-pull.ts'
import { receiveDouyinPush } from './douyin-pushes.ts'
import { revealDouyinReceivers } from './douyin-reveal.ts'
import { changeDouyinShipment, reportDouyinShipment } from './douyin-shipment.ts'
import { syncDouyinStock } from './douyin-stock.ts'
import { douyinAuthoriseUrl, exchangeDouyinCode, refreshDouyinTokens } from './douyin-tokens.ts'

/** What an order tells of its receiver, encrypted or masked or plain, and of the identity customs ask for. */
const PERSONAL_FIELDS: readonly string[] = [
  ...['post_receiver', 'post_tel', 'post_tel_sec', 'pay_tel', 'mask_post_receiver', 'mask_post_tel', 'mask_pay_tel'],
  ...['encrypt_post_receiver', 'encrypt_post_tel', 'encrypt_post_tel_sec', 'encrypt_pay_tel'],
  ...[
    'post_addr.detail',
    'post_addr.encrypt_detail',
    'post_addr.street.name',
    'mask_post_addr.detail',
    'mask_post_addr.street.name',
  ],
  ...['post_address.detail', 'post_address.encrypt_detail', 'post_address.street.name', 'user_coordinate'],
  ...['id_card_no', 'id_card_name', 'encrypt_id_card_no', 'encrypt_id_card_name'],
]

const CAPABILITIES: readonly Capability[] = [
  ...(['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'changeShipment', 'authorise'] as const),
  ...(['note', 'price', 'stock', 'products', 'afterSales', 'decideAfterSales', 'revealReceiver'] as const),
  // mergeGroups without a call: the same open_address_id is the same receiver. Source: the platform's order reference, order.orderDetail.
  ...(['mergeGroups', 'encryptedWaybill'] as const),
]

const noReviews: Reason = {
  zh: '抖店没有向应用开放评价接口，请在抖店后台查看和回复评价。',
  en: 'Douyin opens no interface for reviews; read and answer them in the Douyin console.',
}
const MISSING: PlatformAdapter['missing'] = {
  fileImport: {
    zh: '这类店铺的订单由平台接口读取。要导入文件，请另建一个“文件导入”店铺。',
    en: 'Orders of such a shop are read from the platform. Add a shop of the kind "file import" for files.',
  },
  reviews: noReviews,
  replyReviews: noReviews,
  chat: {
    zh: '抖店客服聊天（飞鸽）只对受邀应用开放，请在飞鸽里接待。',
    en: "Douyin's chat (Feige) is open to invited applications only; answer in Feige.",
  },
  staff: {
    zh: '抖店没有子账号接口，请在抖店后台管理子账号。',
    en: 'Douyin has no interface for sub-accounts; manage them in the Douyin console.',
  },
}

export const douyin: PlatformAdapter = {
  platform: 'douyin',
  capabilities: CAPABILITIES,
  missing: MISSING,
  personalFields: PERSONAL_FIELDS,
  authorisation: { way: 'code', url: douyinAuthoriseUrl, exchange: exchangeDouyinCode, refresh: refreshDouyinTokens },
  pushes: { way: 'http', perShop: false, receive: receiveDouyinPush },
  pull: DOUYIN_PULL,
  pullOrders: pullDouyinOrders,
  fetchOrder: fetchDouyinOrder,
  readOrder: readDouyinOrder,
  reportShipment: reportDouyinShipment,
  noteLimits: DOUYIN_NOTE_LIMITS,
  services: {
    changeShipment: changeDouyinShipment,
    note: noteDouyinOrder,
    price: priceDouyinOrder,
    stock: syncDouyinStock,
    products: listDouyinProducts,
    afterSales: pullDouyinAfterSales,
    readAfterSale: readDouyinAfterSale,
    decideAfterSales: decideDouyinAfterSale,
    revealReceiver: revealDouyinReceivers,
  },
}
