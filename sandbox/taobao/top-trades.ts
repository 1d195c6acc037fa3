/** Reading orders: the two lists, the detail, and the seller's memo. */

import { type SandboxOrder, tradeStatus } from '#sandbox/order.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { type FieldList, orderJson, parseFields } from './order-json.ts'
import { failed, moment, ownOrder, requiredText, type ShopCall, wholeNumber } from './top-call.ts'
import { fail, invalid, missing, type TopAnswer, type TopFailure } from './top-failure.ts'

const DAY_MS = 24 * 3600 * 1000
const LIST_REACH_MS = 92 * DAY_MS
const DEFAULT_PAGE_SIZE = 40
const MAX_PAGE_SIZE = 100
const MAX_PAGE_NO = 1_000_000
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

function listPage({ world, params }: ShopCall, found: SandboxOrder[]): TopAnswer | TopFailure {
  const fields = fieldsOf(params)
  if (failed(fields)) return fields
  const pageNo = wholeNumber(params, 'page_no', 1, 1, MAX_PAGE_NO)
  if (failed(pageNo)) return pageNo
  const pageSize = wholeNumber(params, 'page_size', DEFAULT_PAGE_SIZE, 1, MAX_PAGE_SIZE)
  if (failed(pageSize)) return pageSize
  const status = params.get('status') ?? ''
  const matching = status === '' ? found : found.filter((order) => tradeStatus(order) === status)
  const start = (pageNo - (world.wrong === 'pageCount' ? 0 : 1)) * pageSize
  const page = matching.slice(start, start + pageSize)
  const size =
    params.get('use_has_next') === 'true'
      ? `"has_next":${start + pageSize < matching.length}`
      : `"total_results":${matching.length}`
  if (page.length === 0) return size
  let list = ''
  for (const order of page) list += (list === '' ? '' : ',') + orderJson(order, fields, world.jsonSettings)
  return `${size},"trades":{"trade":[${list}]}`
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
  if ((memo ?? '').length > 1000) return invalid('memo', '备注最多 1000 字')
  if (memo !== undefined) order.sellerMemo = memo
  if (call.params.get('reset') === 'true') order.sellerMemo = ''
  order.sellerFlag = flag
  call.world.announce(order, 'noteChanged')
  return `"trade":{"tid":${order.tid},"modified":"${toPlatformTime(order.modifiedAt)}"}`
}

function fieldsOf(params: ShopCall['params']): FieldList | TopFailure {
  const text = requiredText(params, 'fields')
  return failed(text) ? text : parseFields(text)
}
