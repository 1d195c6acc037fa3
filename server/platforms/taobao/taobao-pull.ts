/** Reading orders: by window of modification, and one at a time. */
import { type Connection, type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { callTop, isObject, type TopObject, topId, topRows } from '#server/platforms/top/top-call.ts'
import { isoFromTopTime, topTimeOf } from '#server/platforms/top/top-time.ts'
import { TRADE_FIELDS } from './taobao-order.ts'

const MINUTE_MS = 60_000
/**
 * The platform takes windows of up to a day and advises at most 30 minutes. The overlap covers clocks that disagree and
 * modifications that become visible late.
 */
export const TAOBAO_PULL = { windowMs: 30 * MINUTE_MS, overlapMs: 5 * MINUTE_MS }
const DAY_MS = 24 * 60 * MINUTE_MS
const PAGE_SIZE = 100

/**
 * Pages run from last to first: the list is sorted newest modification first and an order modified meanwhile leaves the window, which
 * moves the orders behind it to lower pages. Those are still to come, so none is lost; walking forward would step over them.
 */
export async function* pullTaobaoOrders(
  connection: Connection,
  window: { from: Date; to: Date },
): AsyncGenerator<OrderMessage[]> {
  if (window.to.getTime() - window.from.getTime() > DAY_MS) {
    throw new PlatformFailure('our_fault', 'window-too-long', 'A window of modifications covers at most one day.')
  }
  const first = await readPage(connection, window, 1)
  const total = Number(first.total_results ?? 0)
  if (total <= PAGE_SIZE) {
    const only = messagesOf(first)
    if (only.length > 0) yield only
    return
  }
  for (let pageNo = Math.ceil(total / PAGE_SIZE); pageNo >= 1; pageNo--) {
    const messages = messagesOf(await readPage(connection, window, pageNo))
    if (messages.length > 0) yield messages
  }
}

export async function fetchTaobaoOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  return messageOf(await fetchTrade(connection, platformOrderId, TRADE_FIELDS))
}

export async function fetchTrade(connection: Connection, platformOrderId: string, fields: string): Promise<TopObject> {
  const answer = await callTop(connection, {
    method: 'taobao.trade.fullinfo.get',
    params: { tid: platformOrderId, fields },
    canRepeat: true,
  })
  if (!isObject(answer.trade))
    throw new PlatformFailure('refused', 'trade-missing', `Taobao answered without trade ${platformOrderId}.`)
  return answer.trade
}

/** The window's ends are whole seconds on the wire, widened outwards. */
function readPage(connection: Connection, window: { from: Date; to: Date }, pageNo: number): Promise<TopObject> {
  return callTop(connection, {
    method: 'taobao.trades.sold.increment.get',
    params: {
      fields: TRADE_FIELDS,
      start_modified: topTimeOf(window.from.getTime()),
      end_modified: topTimeOf(window.to.getTime() + 999),
      page_no: String(pageNo),
      page_size: String(PAGE_SIZE),
      use_has_next: 'false',
    },
    canRepeat: true,
  })
}

function messagesOf(page: TopObject): OrderMessage[] {
  return topRows(page, 'trades', 'trade').map(messageOf)
}

/** Never throws: a trade that cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(trade: unknown): OrderMessage {
  const { tid, tid_str, modified } = isObject(trade) ? trade : {}
  return {
    platformOrderId: topId(tid_str) || topId(tid),
    version: (typeof modified === 'string' && isoFromTopTime(modified)) || '',
    body: trade,
  }
}
