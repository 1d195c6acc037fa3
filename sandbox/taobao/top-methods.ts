/** Every method the sandbox gateway answers. */
import type { TopMethod } from './top-call.ts'
import { itemQuantityUpdate, itemSkusGet, itemsInventoryGet, itemsOnsaleGet, skusQuantityUpdate } from './top-items.ts'
import { logisticsCompaniesGet, logisticsConsignResend, logisticsOfflineSend } from './top-logistics.ts'
import { tmcMessagesConfirm, tmcMessagesConsume, tmcUserPermit } from './top-messages.ts'
import { topOaidDecrypt } from './top-oaid.ts'
import { topOaidMerge } from './top-oaid-merge.ts'
import { traderateExplainAdd, traderatesGet } from './top-ratings.ts'
import {
  logisticsAddressSearch,
  refundGet,
  refundRefuse,
  refundsReceiveGet,
  rpRefundReview,
  rpRefundsAgree,
  rpReturngoodsAgree,
} from './top-refunds.ts'
import { sellercenterSubusersGet, userSellerGet } from './top-staff.ts'
import { topAuthTokenCreate, topAuthTokenRefresh } from './top-tokens.ts'
import { tradeFullinfoGet, tradeMemoUpdate, tradePostageUpdate, tradesSoldGet, tradesSoldIncrementGet } from './top-trades.ts'
import { waybillCancel, waybillGet, waybillQueryByTradecode, waybillSearch } from './top-waybills.ts'

export const topMethods: ReadonlyMap<string, TopMethod> = new Map<string, TopMethod>([
  ['taobao.trades.sold.get', { needsSession: true, run: tradesSoldGet }],
  ['taobao.trades.sold.increment.get', { needsSession: true, run: tradesSoldIncrementGet }],
  ['taobao.trade.fullinfo.get', { needsSession: true, run: tradeFullinfoGet }],
  ['taobao.trade.memo.update', { needsSession: true, run: tradeMemoUpdate }],
  ['taobao.logistics.offline.send', { needsSession: true, run: logisticsOfflineSend }],
  ['taobao.logistics.consign.resend', { needsSession: true, run: logisticsConsignResend }],
  ['taobao.logistics.companies.get', { needsSession: false, run: logisticsCompaniesGet }],
  ['taobao.trade.postage.update', { needsSession: true, run: tradePostageUpdate }],
  ['taobao.logistics.address.search', { needsSession: true, run: logisticsAddressSearch }],
  ['taobao.items.onsale.get', { needsSession: true, run: itemsOnsaleGet }],
  ['taobao.items.inventory.get', { needsSession: true, run: itemsInventoryGet }],
  ['taobao.item.skus.get', { needsSession: true, run: itemSkusGet }],
  ['taobao.item.quantity.update', { needsSession: true, run: itemQuantityUpdate }],
  ['taobao.skus.quantity.update', { needsSession: true, run: skusQuantityUpdate }],
  ['taobao.refunds.receive.get', { needsSession: true, run: refundsReceiveGet }],
  ['taobao.refund.get', { needsSession: true, run: refundGet }],
  ['taobao.refund.refuse', { needsSession: true, run: refundRefuse }],
  ['taobao.rp.refunds.agree', { needsSession: true, run: rpRefundsAgree }],
  ['taobao.rp.refund.review', { needsSession: true, run: rpRefundReview }],
  ['taobao.rp.returngoods.agree', { needsSession: true, run: rpReturngoodsAgree }],
  ['taobao.traderates.get', { needsSession: true, run: traderatesGet }],
  ['taobao.traderate.explain.add', { needsSession: true, run: traderateExplainAdd }],
  ['taobao.user.seller.get', { needsSession: true, run: userSellerGet }],
  ['taobao.sellercenter.subusers.get', { needsSession: true, run: sellercenterSubusersGet }],
  ['taobao.top.oaid.decrypt', { needsSession: true, run: topOaidDecrypt }],
  ['taobao.top.oaid.merge', { needsSession: true, run: topOaidMerge }],
  ['taobao.tmc.user.permit', { needsSession: true, run: tmcUserPermit }],
  ['taobao.tmc.messages.consume', { needsSession: false, run: tmcMessagesConsume }],
  ['taobao.tmc.messages.confirm', { needsSession: false, run: tmcMessagesConfirm }],
  ['taobao.top.auth.token.create', { needsSession: false, run: topAuthTokenCreate }],
  ['taobao.top.auth.token.refresh', { needsSession: false, run: topAuthTokenRefresh }],
  ['cainiao.waybill.ii.get', { needsSession: true, run: waybillGet }],
  ['cainiao.waybill.ii.cancel', { needsSession: true, run: waybillCancel }],
  ['cainiao.waybill.ii.query.by.tradecode', { needsSession: true, run: waybillQueryByTradecode }],
  ['cainiao.waybill.ii.search', { needsSession: true, run: waybillSearch }],
])
