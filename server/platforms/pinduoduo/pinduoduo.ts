/** Pinduoduo (拼多多) behind the platform port. */
import type { Capability, PlatformAdapter, Reason } from '#server/platforms/platform.ts'
import { pinduoduoAfterSales, readPinduoduoAfterSale } from './pdd-after-sales.ts'
import { exchangePinduoduoCode, pinduoduoAuthoriseUrl, refreshPinduoduoTokens } from './pdd-authorisation.ts'
import { pinduoduoProducts, setPinduoduoStock } from './pdd-goods.ts'
import { mergeGroupsOfPinduoduo } from './pdd-merge.ts'
import { listenToPinduoduo } from './pdd-messages.ts'
import { notePinduoduoOrder, PINDUODUO_NOTE_LIMITS } from './pdd-note.ts'
import { readPinduoduoOrder } from './pdd-order.ts'
import { fetchPinduoduoOrder, PDD_PULL, pullPinduoduoOrders } from './pdd-pull.ts'
import { PINDUODUO_REVEAL_RATION, revealPinduoduoReceivers } from './pdd-reveal.ts'
import { changePinduoduoShipment, reportPinduoduoShipment } from './pdd-shipment.ts'

/** What an order tells of its receiver, in cipher or masked, and what lets one pay or collect in the buyer's name. */
const PERSONAL_FIELDS: readonly string[] = [
  ...['receiver_name', 'receiver_phone', 'contact_mobile', 'receiver_address', 'address'],
  ...['receiver_name_mask', 'receiver_phone_mask', 'contact_mobile_mask', 'receiver_address_mask', 'address_mask'],
  ...['id_card_name', 'id_card_num', 'pay_no', 'inner_transaction_id', 'card_no', 'mask_password'],
]

/** Source: the platform's list of its open types (493 when it was read). */
const MISSING: Readonly<Partial<Record<Capability, Reason>>> = {
  fileImport: {
    zh: '这类店铺的订单由平台接口读取。要导入文件，请另建一个“文件导入”店铺。',
    en: 'Orders of such a shop are read from the platform. Add a shop of the kind "file import" for files.',
  },
  price: {
    zh: '拼多多的订单成交后才对应用可见，没有修改待付款订单价格的接口，请在商家后台改价。',
    en: 'Orders of Pinduoduo are shown to applications once they are concluded; there is no interface to change the price of an unpaid one. Change it in the merchant console.',
  },
  decideAfterSales: {
    zh: '拼多多没有拒绝售后的接口，同意退款的接口只开放给少数应用，请在商家后台处理售后。',
    en: 'Pinduoduo has no interface to refuse a refund and opens the one to agree to few applications. Decide in the merchant console.',
  },
  reviews: {
    zh: '拼多多开放平台没有评价接口，请在商家后台查看评价。',
    en: 'Pinduoduo opens no interface to reviews. Read them in the merchant console.',
  },
  replyReviews: {
    zh: '拼多多开放平台没有评价接口，请在商家后台回复评价。',
    en: 'Pinduoduo opens no interface to reviews. Answer them in the merchant console.',
  },
  chat: {
    zh: '拼多多开放平台没有客服聊天接口，请用拼多多商家客户端接待买家。',
    en: 'Pinduoduo opens no chat interface. Answer buyers in its client for merchants.',
  },
  staff: {
    zh: '拼多多开放平台没有子账号接口，请在商家后台管理子账号。',
    en: 'Pinduoduo opens no interface to sub-accounts. Manage them in the merchant console.',
  },
}

export const pinduoduo: PlatformAdapter = {
  platform: 'pinduoduo',
  capabilities: [
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
    ...(['note', 'stock', 'products', 'afterSales', 'revealReceiver'] as const),
  ],
  missing: MISSING,
  personalFields: PERSONAL_FIELDS,
  authorisation: {
    way: 'code',
    url: pinduoduoAuthoriseUrl,
    exchange: exchangePinduoduoCode,
    refresh: refreshPinduoduoTokens,
  },
  pushes: { way: 'socket', listen: listenToPinduoduo },
  pull: PDD_PULL,
  pullOrders: pullPinduoduoOrders,
  fetchOrder: fetchPinduoduoOrder,
  readOrder: readPinduoduoOrder,
  reportShipment: reportPinduoduoShipment,
  noteLimits: PINDUODUO_NOTE_LIMITS,
  revealRation: PINDUODUO_REVEAL_RATION,
  services: {
    changeShipment: changePinduoduoShipment,
    note: notePinduoduoOrder,
    stock: setPinduoduoStock,
    products: pinduoduoProducts,
    afterSales: pinduoduoAfterSales,
    readAfterSale: readPinduoduoAfterSale,
    revealReceiver: revealPinduoduoReceivers,
    mergeGroups: mergeGroupsOfPinduoduo,
  },
}
