/** Reading orders: the two lists, the detail, and the seller's memo. */

import { goodsFen, type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { type FieldList, orderJson, parseFields } from './order-json.ts'
import { failed, moment, ownOrder, requiredText, type ShopCall, wholeNumber } from './top-call.ts'
import { fail, invalid, missing, type TopAnswer, type TopFailure } from './top-failure.ts'
import { yuan } from './top-json.ts'
import { refused, TRADE_PAGES, topPage } from './top-page.ts'

const DAY_MS = 24 * 3600 * 1000
const LIST_REACH_MS = 92 * DAY_MS
const MEMO_BYTES = 1000
const tradeNotFound = fail(15, 'isv.trade-not-exist', '交易不存在')

/** Orders created in a window, latest first. */
export function tradesSoldGet(call: ShopCall): TopAnswer | TopFailure {
  const { world, shop, params } = call
  const [from, to] = [moment(params, 'start_created'), moment(params, 'end_created')]
  if (failed(from)) return from
  if (failed(to)) return to
  const reach = world.platformNow() - LIST_REACH_MS
  return listPage(call, world.orders.createdBetween(shop.id, Math.max(from ?? 0, reach), to ?? Number.MAX_SAFE_INTEGER))
}

/** Orders modified in a window of at most a day, latest first. */
export function tradesSoldIncrementGet(call: ShopCall): TopAnswer | TopFailure {
  const { world, shop, params } = call
  const [from, to] = [moment(params, 'start_modified'), moment(params, 'end_modified')]
  if (failed(from)) return from
  if (failed(to)) return to
  if (from === null) return missing('start_modified')
  if (to === null) return missing('end_modified')
  if (to < from) return invalid('end_modified', '结束时间早于开始时间')
  if (to - from > DAY_MS) return invalid('end_modified', '查询时间跨度不能超过一天')
  return listPage(call, world.orders.modifiedBetween(shop.id, from, to))
}

function listPage(call: ShopCall, found: SandboxOrder[]): TopAnswer | TopFailure {
  const fields = fieldsOf(call.params)
  if (failed(fields)) return fields
  const status = call.params.get('status') ?? ''
  const matching = status === '' ? found : found.filter((order) => tradeStatus(order) === status)
  const json = (order: SandboxOrder) => orderJson(order, fields, call.world.jsonSettings)
  return topPage(call, matching, { names: ['trades', 'trade'], sizes: TRADE_PAGES, json })
}

export function tradeFullinfoGet(call: ShopCall): TopAnswer | TopFailure {
  const fields = fieldsOf(call.params)
  if (failed(fields)) return fields
  const order = ownOrder(call, tradeNotFound)
  if (failed(order)) return order
  return `"trade":${orderJson(order, fields, call.world.jsonSettings)}`
}

export function tradeMemoUpdate(call: ShopCall): TopAnswer | TopFailure {
  const order = ownOrder(call, tradeNotFound)
  if (failed(order)) return order
  const flag = wholeNumber(call.params, 'flag', order.sellerFlag, 0, 5)
  if (failed(flag)) return flag
  const memo = call.params.get('memo')
  if (Buffer.byteLength(memo ?? '') > MEMO_BYTES) return invalid('memo', '备注最多 1000 个字节')
  if (memo !== undefined) order.sellerMemo = memo
  if (call.params.get('reset') === 'true') order.sellerMemo = ''
  order.sellerFlag = flag
  call.world.announce(order, 'noteChanged')
  return `"trade":{"tid":${order.tid},"modified":"${toPlatformTime(order.modifiedAt)}"}`
}

/** Only before payment, and only downwards: since 2016 an application may no longer raise it. */
export function tradePostageUpdate(call: ShopCall): TopAnswer | TopFailure {
  const order = ownOrder(call, tradeNotFound)
  if (failed(order)) return order
  const fee = requiredText(call.params, 'post_fee')
  if (failed(fee)) return fee
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(fee)) return invalid('post_fee', '邮费应为不小于 0、最多两位小数的金额')
  if (tradeStatus(order) !== 'WAIT_BUYER_PAY') return refused('isv.trade-service-error:STATUS', '只能修改未付款订单的邮费')
  const postFen = Math.round(Number(fee) * 100)
  if (postFen > order.postFen) return refused('isv.trade-service-error:POSTAGE', '不能调高邮费')
  order.postFen = postFen
  call.world.announce(order, 'changed')
  const { tid, modifiedAt } = order
  return `"trade":{"tid":${tid},"modified":"${toPlatformTime(modifiedAt)}","post_fee":${yuan(postFen)},"total_fee":${yuan(goodsFen(order))}}`
}

function fieldsOf(params: ShopCall['params']): FieldList | TopFailure {
  const text = requiredText(params, 'fields')
  return failed(text) ? text : parseFields(text)
}
