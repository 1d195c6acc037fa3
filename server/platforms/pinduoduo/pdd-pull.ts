/** Reading orders: by window of change, and one at a time. */
import type { Connection, OrderMessage } from '#server/platforms/platform.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import { fetchOrderInfo } from '#server/platforms/pop/pdd-order-info.ts'
import { isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { patiently } from '#server/platforms/wire/patience.ts'
import { isObject, rowsOf } from '#server/platforms/wire/wire-json.ts'
import { LONGEST_WINDOW_MS, type Window, type WirePage, walkChanges, windowParams } from './pdd-pages.ts'

/** The platform advises to end a window three minutes ago, because changes become visible late; the overlap covers that and clocks that disagree. */
export const PDD_PULL = { windowMs: LONGEST_WINDOW_MS, overlapMs: 5 * 60_000 }

/**
 * Of any state, and lottery orders too: what was won has to be shipped. Source of 0 = all: public clients that quote the reference;
 * verify with a listed application.
 */
const ALL = { is_lucky_flag: '0', order_status: '5', refund_status: '5' }

export async function* pullPinduoduoOrders(connection: Connection, window: Window): AsyncGenerator<OrderMessage[]> {
  const readPage = (part: Window, page: number, size: number) => readOrders(connection, part, page, size)
  for await (const rows of walkChanges(connection, window, { readPage, changedAt: versionOf })) {
    const messages: OrderMessage[] = []
    for (const row of rows) messages.push(await wholeMessage(connection, row))
    yield messages
  }
}

export async function fetchPinduoduoOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  return messageOf(await fetchOrderInfo(connection, platformOrderId))
}

async function readOrders(connection: Connection, window: Window, page: number, size: number): Promise<WirePage> {
  const params = { ...ALL, ...windowParams(window, page, size) }
  const answer = await callPdd(connection, { type: 'pdd.order.number.list.increment.get', params, canRepeat: true })
  return { rows: rowsOf(answer.order_sn_list ?? answer.order_list), total: Number(answer.total_count ?? 0) }
}

/** The list has once been one of order numbers only: a row without goods costs a call of its own. */
async function wholeMessage(connection: Connection, row: unknown): Promise<OrderMessage> {
  const told = messageOf(row)
  if (told.platformOrderId === '' || (isObject(row) && row.item_list !== undefined)) return told
  return patiently(connection, () => fetchPinduoduoOrder(connection, told.platformOrderId))
}

/** Never throws: an order that cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(order: unknown): OrderMessage {
  const platformOrderId = isObject(order) && typeof order.order_sn === 'string' ? order.order_sn : ''
  return { platformOrderId, version: versionOf(order), body: order }
}

function versionOf(order: unknown): string {
  return (isObject(order) && typeof order.updated_at === 'string' && isoFromBeijingTime(order.updated_at)) || ''
}
