/** Every method the sandbox gateway answers. */
import type { TopMethod } from './top-call.ts'
import { logisticsCompaniesGet, logisticsConsignResend, logisticsOfflineSend } from './top-logistics.ts'
import { tmcMessagesConfirm, tmcMessagesConsume, tmcUserPermit } from './top-messages.ts'
import { topAuthTokenCreate, topAuthTokenRefresh } from './top-tokens.ts'
import { tradeFullinfoGet, tradeMemoUpdate, tradesSoldGet, tradesSoldIncrementGet } from './top-trades.ts'
import { waybillCancel, waybillGet, waybillQueryByTradecode, waybillSearch } from './top-waybills.ts'

export const topMethods: ReadonlyMap<string, TopMethod> = new Map<string, TopMethod>([
  ['taobao.trades.sold.get', { needsSession: true, run: tradesSoldGet }],
  ['taobao.trades.sold.increment.get', { needsSession: true, run: tradesSoldIncrementGet }],
  ['taobao.trade.fullinfo.get', { needsSession: true, run: tradeFullinfoGet }],
  ['taobao.trade.memo.update', { needsSession: true, run: tradeMemoUpdate }],
  ['taobao.logistics.offline.send', { needsSession: true, run: logisticsOfflineSend }],
  ['taobao.logistics.consign.resend', { needsSession: true, run: logisticsConsignResend }],
  ['taobao.logistics.companies.get', { needsSession: false, run: logisticsCompaniesGet }],
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
