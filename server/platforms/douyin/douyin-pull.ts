/** Reading orders: by window of change, and one at a time. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { type Connection, type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { type ChangeList, type ChangeWindow, walkChanges } from './douyin-walk.ts'

const MINUTE_MS = 60_000
/** The overlap, our choice, covers clocks that disagree and changes that become visible late. */
export const DOUYIN_PULL = { windowMs: ruleValue('douyin', 'pullWindow', 'minutes') * MINUTE_MS, overlapMs: 5 * MINUTE_MS }
const PAGE_SIZE = ruleValue('douyin', 'pageSize', 'orders')

const changedOrders: ChangeList = {
  pageSize: PAGE_SIZE,
  depth: ruleValue('douyin', 'listDepth', 'rows'),
  async read(connection, { from, to }, page) {
    const answer = await callDouyin(connection, {
      method: 'order.searchList',
      params: { update_time_start: from, update_time_end: to, order_by: 'update_time', order_asc: true, page, size: PAGE_SIZE },
      canRepeat: true,
    })
    if (!isObject(answer)) throw new PlatformFailure('retry', 'no-list', 'Douyin answered without a list of orders.')
    return { rows: rowsOf(answer.shop_order_list), total: Number(answer.total ?? 0) }
  },
  changedAt: (order) => (isObject(order) ? Number(order.update_time) : Number.NaN),
}

/** Everything needed stands in the list: no order costs a call of its own. */
export async function* pullDouyinOrders(connection: Connection, window: ChangeWindow): AsyncGenerator<OrderMessage[]> {
  for await (const rows of walkChanges(changedOrders, connection, window)) yield rows.map(messageOf)
}

export async function fetchDouyinOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  return messageOf(await fetchShopOrder(connection, platformOrderId))
}

export async function fetchShopOrder(connection: Connection, platformOrderId: string): Promise<WireObject> {
  const answer = await callDouyin(connection, {
    method: 'order.orderDetail',
    params: { shop_order_id: platformOrderId },
    canRepeat: true,
  })
  const order = isObject(answer) ? answer.shop_order_detail : undefined
  if (!isObject(order)) throw new PlatformFailure('refused', 'order-missing', `Douyin answered without order ${platformOrderId}.`)
  return order
}

/** Never throws: an order that cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(order: unknown): OrderMessage {
  const { order_id, update_time } = isObject(order) ? order : {}
  const second = typeof update_time === 'number' && Number.isSafeInteger(update_time) ? update_time : 0
  return {
    platformOrderId: idText(order_id),
    version: second > 0 && second < 4_102_444_800 ? new Date(second * 1000).toISOString() : '',
    body: order,
  }
}
