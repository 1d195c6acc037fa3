/** Reading orders: by window of modification, and one at a time. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { callTop, topRows, topTotal } from '#server/platforms/top/top-call.ts'
import { type Window, walkNewestFirst } from '#server/platforms/top/top-pages.ts'
import { beijingTimeOf, isoFromBeijingTime } from '#server/platforms/wire/beijing-time.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { TRADE_FIELDS } from './taobao-order.ts'

const MINUTE_MS = 60_000
/** The overlap, our choice, covers clocks that disagree and modifications that become visible late. */
export const TAOBAO_PULL = { windowMs: ruleValue('taobao', 'pullWindow', 'minutes') * MINUTE_MS, overlapMs: 5 * MINUTE_MS }
const LONGEST_WINDOW_MS = ruleValue('taobao', 'longestWindow', 'minutes') * MINUTE_MS
const PAGE_SIZE = ruleValue('taobao', 'pageSize', 'orders')

/** Throws our_fault for a window longer than a day. */
export async function* pullTaobaoOrders(connection: Connection, window: Window): AsyncGenerator<OrderMessage[]> {
  if (window.to.getTime() - window.from.getTime() > LONGEST_WINDOW_MS) {
    throw new PlatformFailure('our_fault', 'window-too-long', 'A window of modifications covers at most one day.')
  }
  yield* walkNewestFirst(connection, window, {
    pageSize: PAGE_SIZE,
    lastPage: null,
    read: async (part, page) => {
      const answer = await readPage(connection, part, { page })
      return { rows: topRows(answer, 'trades', 'trade').map(messageOf), total: topTotal(answer) }
    },
    count: async (part) => topTotal(await readPage(connection, part, { page: 1, size: 1, fields: 'tid' })),
    timeOf: ({ version }) => version,
  })
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

/** Never throws: a trade that cannot be understood is stored all the same and quarantined when it is read. */
function messageOf(trade: unknown): OrderMessage {
  const { tid, tid_str, modified } = isObject(trade) ? trade : {}
  return {
    platformOrderId: idText(tid_str) || idText(tid),
    version: (typeof modified === 'string' && isoFromBeijingTime(modified)) || '',
    body: trade,
  }
}
