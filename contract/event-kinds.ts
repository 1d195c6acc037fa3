/** Facts an app may subscribe to: who may know of them, and what they say. They carry ids; whoever hears one reads again. */
import type { Permission } from './permissions.ts'

type EventText = { permission: Permission; zh: string; en: string }

export const eventKinds = {
  'orders.parcelsChanged': { permission: 'orders.view', zh: '包裹有变化', en: 'Parcels changed' },
  'orders.notesChanged': { permission: 'orders.view', zh: '卖家备注的回传有结果', en: 'A seller note has its answer' },
  'orders.parcelsApproved': { permission: 'orders.view', zh: '包裹审核通过', en: 'Parcels were approved' },
  'orders.parcelsIntercepted': { permission: 'orders.view', zh: '已审包裹被拦截', en: 'Approved parcels were stopped' },
  'reviews.reviewsChanged': { permission: 'reviews.view', zh: '评价有变化', en: 'Buyers’ reviews changed' },
  'orders.importChanged': { permission: 'orders.import', zh: '订单导入有进展', en: 'An import moved on' },
  'orders.exportChanged': { permission: 'orders.export', zh: '订单导出有进展', en: 'An export moved on' },
  'fulfilment.parcelsMoved': { permission: 'fulfilment.view', zh: '包裹换了工位', en: 'Parcels came to another station' },
  'fulfilment.parcelsShipped': { permission: 'fulfilment.view', zh: '包裹已发货', en: 'Parcels were shipped' },
  'fulfilment.numbersChanged': {
    permission: 'fulfilment.view',
    zh: '已发货包裹换了运单号',
    en: 'Parcels on their way got other numbers',
  },
  'tracing.tracesChanged': { permission: 'fulfilment.view', zh: '物流轨迹有更新', en: 'Parcels moved on their way' },
  'tracing.exceptionsRaised': {
    permission: 'fulfilment.view',
    zh: '出现物流异常',
    en: 'Parcels need looking after on their way',
  },
  'fulfilment.batchChanged': { permission: 'fulfilment.view', zh: '批次有进展', en: 'A batch moved on' },
  'fulfilment.printerChanged': { permission: 'fulfilment.view', zh: '打印机状态变化', en: 'A printer changed' },
  'fulfilment.writeBackChanged': { permission: 'fulfilment.view', zh: '发货回传有结果', en: 'A write-back has its answer' },
  'orders.refundsAsked': { permission: 'orders.view', zh: '订单的退款有变化', en: 'A refund of an order changed' },
  'afterSales.casesChanged': { permission: 'afterSales.view', zh: '售后单有变化', en: 'After-sales cases changed' },
  'intake.messagesReceived': { permission: 'intake.view', zh: '收到平台消息', en: 'Platform messages arrived' },
  'intake.pullFailed': { permission: 'shops.view', zh: '店铺抓单失败', en: 'A shop could not be read' },
  'inventory.stockCounted': { permission: 'inventory.view', zh: '库存被盘点或补货', en: 'Stock was counted or filled' },
  'catalog.skusChanged': { permission: 'catalog.view', zh: '商品有变化', en: 'Goods changed' },
  'shops.shopsChanged': { permission: 'shops.view', zh: '店铺有变化', en: 'Shops changed' },
  'shops.warehousesChanged': { permission: 'shops.view', zh: '仓库有变化', en: 'Warehouses changed' },
} as const satisfies Record<string, EventText>

export type EventKind = keyof typeof eventKinds
export const eventKindCodes = Object.keys(eventKinds) as EventKind[]
/** Sent on request, to try a webhook out. */
export const PING = 'apps.ping'
