/** Reading orders: by window of modification, and one at a time. */
import { setTimeout as delay } from 'node:timers/promises'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { beijingTimeOf, isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { TRADE_FIELDS } from './taobao-order.ts'

type Window = { from: Date; to: Date }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** The overlap, our choice, covers clocks that disagree and modifications that become visible late. */
export const TAOBAO_PULL = { windowMs: ruleValue('taobao', 'pullWindow', 'minutes') * MINUTE_MS, overlapMs: 5 * MINUTE_MS }
const LONGEST_WINDOW_MS = ruleValue('taobao', 'longestWindow', 'minutes') * MINUTE_MS
/** One minute beyond what the gateway lets clocks differ. */
const LONG_AGO_MS = (ruleValue('taobao', 'clockTolerance', 'minutes') + 1) * MINUTE_MS
const PAGE_SIZE = ruleValue('taobao', 'pageSize', 'orders')

/**
 * A window of one page is one answer and needs no care. A longer one is walked from the last page to the first: the list is sorted
 * newest modification first, and an order modified meanwhile leaves the window, which moves the orders behind it to lower pages.
 * Those are still to come, so none is lost; walking forward would step over them. For that nothing may enter the window while it is
 * walked, so it is closed at its newest order once that order's second has passed. What is modified later belongs to the next window.
 */
export async function* pullTaobaoOrders(connection: Connection, window: Window): AsyncGenerator<OrderMessage[]> {
  if (window.to.getTime() - window.from.getTime() > LONGEST_WINDOW_MS) {
    throw new PlatformFailure('our_fault', 'window-too-long', 'A window of modifications covers at most one day.')
  }
  const first = await readPage(connection, window, { page: 1 })
  const onlyPage = messagesOf(first)
  if (totalOf(first) <= PAGE_SIZE) {
    if (onlyPage.length > 0) yield onlyPage
    return
  }
  const closed = { from: window.from, to: newestOf(onlyPage) ?? window.to }
  await untilSettled(connection, closed.to)
  const total = totalOf(await readPage(connection, closed, { page: 1, size: 1, fields: 'tid' }))
  for (let page = Math.ceil(total / PAGE_SIZE); page >= 1; page--) {
    const messages = messagesOf(await readPage(connection, closed, { page }))
    if (messages.length > 0) yield messages
  }
}

/** The newest modification of a page; null when one of its orders does not tell, for that one could be the newest. */
function newestOf(messages: OrderMessage[]): Date | null {
  const versions = messages.map(({ version }) => version).sort()
  const newest = versions.at(-1)
  return newest && versions[0] !== '' ? new Date(newest) : null
}

/**
 * Waits until the platform's clock has left the given second. The platform has shown that second already, so one more second is
 * enough whatever our own clock says; long ago needs no waiting, as the gateway refuses clocks that are 10 minutes apart.
 */
async function untilSettled(connection: Connection, second: Date): Promise<void> {
  const aheadMs = second.getTime() - connection.now()
  if (aheadMs < -LONG_AGO_MS) return
  await delay(Math.min(Math.max(aheadMs + SECOND_MS, SECOND_MS), 5 * SECOND_MS))
}

export async function fetchTaobaoOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  return messageOf(await fetchTrade(connection, platformOrderId, TRADE_FIELDS))
}

export async function fetchTrade(connection: Connection, platformOrderId: string, fields: string): Promise<WireObject> {
  const answer = await callTop(connection, {
    method: 'taobao.trade.fullinfo.get',
    params: { tid: platformOrderId, fields },
    canRepeat: true,
  })
  if (!isObject(answer.trade))
    throw new PlatformFailure('refused', 'trade-missing', `Taobao answered without trade ${platformOrderId}.`)
  return answer.trade
}

/** The platform counts in whole seconds and takes both ends in. */
function readPage(
  connection: Connection,
  window: Window,
  { page, size = PAGE_SIZE, fields = TRADE_FIELDS }: { page: number; size?: number; fields?: string },
): Promise<WireObject> {
  return callTop(connection, {
    method: 'taobao.trades.sold.increment.get',
    params: {
      fields,
      start_modified: beijingTimeOf(window.from.getTime()),
      end_modified: beijingTimeOf(window.to.getTime()),
      page_no: String(page),
      page_size: String(size),
      use_has_next: 'false',
    },
    canRepeat: true,
  })
}

function totalOf(page: WireObject): number {
  return Number(page.total_results ?? 0)
}

function messagesOf(page: WireObject): OrderMessage[] {
  return topRows(page, 'trades', 'trade').map(messageOf)
}

/** Never throws: a trade that cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(trade: unknown): OrderMessage {
  const { tid, tid_str, modified } = isObject(trade) ? trade : {}
  return {
    platformOrderId: idText(tid_str) || idText(tid),
    version: (typeof modified === 'string' && isoFromBeijingTime(modified)) || '',
    body: trade,
  }
}
