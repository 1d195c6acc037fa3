/** Taobao and Tmall (淘宝、天猫) behind the platform port. */
import type { PlatformAdapter } from '#server/platforms/platform.ts'
import { decideTaobaoAfterSale } from './taobao-after-sale-decisions.ts'
import { pullTaobaoAfterSales, readTaobaoAfterSale } from './taobao-after-sales.ts'
import { mergeGroupsOfTaobao } from './taobao-merge.ts'
import { exchangeTaobaoCode, refreshTaobaoTokens, taobaoAuthoriseUrl } from './taobao-oauth.ts'
import { readTaobaoOrder } from './taobao-order.ts'
import { noteTaobaoOrder, priceTaobaoOrder, TAOBAO_NOTE_LIMITS } from './taobao-order-edits.ts'
import { productsOfTaobao } from './taobao-products.ts'
import { fetchTaobaoOrder, pullTaobaoOrders, TAOBAO_PULL } from './taobao-pull.ts'
import { acknowledgeTaobaoPushes, consumeTaobaoPushes } from './taobao-pushes.ts'
import { revealTaobaoReceivers } from './taobao-reveal.ts'
import { pullTaobaoReviews, replyTaobaoReview, TAOBAO_REVIEW_LIMITS } from './taobao-reviews.ts'
import { staffOfTaobao } from './taobao-seller.ts'
import { changeTaobaoShipment, reportTaobaoShipment } from './taobao-shipment.ts'
import { stockTaobaoItems } from './taobao-stock.ts'

/** What a trade tells of its receiver and buyer: never repeated in a refusal, masked for who only looks after intake. */
const PERSONAL_FIELDS: readonly string[] = [
  ...['receiver_name', 'receiver_mobile', 'receiver_phone', 'receiver_town', 'receiver_address', 'receiver_zip'],
  ...['buyer_email', 'buyer_alipay_no', 'alipay_no', 'invoice_name'],
]

export const taobao: PlatformAdapter = {
  platform: 'taobao',
  capabilities: [
    ...(['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'changeShipment', 'authorise', 'note', 'price'] as const),
    ...(['stock', 'products', 'afterSales', 'decideAfterSales', 'reviews', 'replyReviews', 'staff'] as const),
    ...(['revealReceiver', 'mergeGroups', 'encryptedWaybill'] as const),
  ],
  missing: {
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
  noteLimits: TAOBAO_NOTE_LIMITS,
  reviewLimits: TAOBAO_REVIEW_LIMITS,
  services: {
    changeShipment: changeTaobaoShipment,
    note: noteTaobaoOrder,
    price: priceTaobaoOrder,
    stock: stockTaobaoItems,
    products: productsOfTaobao,
    afterSales: pullTaobaoAfterSales,
    readAfterSale: readTaobaoAfterSale,
    decideAfterSales: decideTaobaoAfterSale,
    reviews: pullTaobaoReviews,
    replyReviews: replyTaobaoReview,
    staff: staffOfTaobao,
    revealReceiver: revealTaobaoReceivers,
    mergeGroups: mergeGroupsOfTaobao,
  },
}
