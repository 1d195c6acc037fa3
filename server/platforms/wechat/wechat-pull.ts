/** Reading orders: by window of modification, and one at a time. The list gives ids only, so each order costs a call of its own. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { patiently } from '#server/platforms/wire/patience.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { nextKeyOf, READ_AT_ONCE } from './wechat-lists.ts'

type Window = { from: Date; to: Date }
type IdPage = { ids: string[]; nextKey: string }

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** The overlap, our choice, covers clocks that disagree and modifications that become visible late. */
export const WECHAT_PULL = { windowMs: ruleValue('wechat', 'pullWindow', 'minutes') * MINUTE_MS, overlapMs: 5 * MINUTE_MS }
const LONGEST_WINDOW_MS = ruleValue('wechat', 'longestWindow', 'minutes') * MINUTE_MS
const PAGE_SIZE = ruleValue('wechat', 'pageSize', 'orders')
const TOO_MANY_ROWS = '31042'
const MOST_WALKS = 6

/**
 * What the cursor counts by is not told: an order modified meanwhile leaves the window and may pull others over the edge of a page that
 * was read. So ids of more than one page are listed again until a walk brings no new one; ids are cheap, a hundred cost one call.
 */
export async function* pullWechatOrders(connection: Connection, window: Window): AsyncGenerator<OrderMessage[]> {
  if (window.to.getTime() - window.from.getTime() > LONGEST_WINDOW_MS)
    throw new PlatformFailure('our_fault', 'window-too-long', 'A window of modifications covers at most seven days.')
  const seen = new Set<string>()
  for (let walk = 1; walk <= MOST_WALKS; walk++) {
    const before = seen.size
    let pageCount = 0
    for await (const ids of idPages(connection, window)) {
      pageCount++
      const unread = ids.filter((id) => !seen.has(id))
      for (const id of unread) seen.add(id)
      const messages = await inParallel(unread, READ_AT_ONCE, (id) => readListed(connection, id))
      if (messages.length > 0) yield messages
    }
    if (pageCount <= 1 || (walk > 1 && seen.size === before)) return
  }
  throw new PlatformFailure('retry', 'list-moves', 'The list of orders kept changing while it was read.')
}

/** A window with more orders than the platform lists at once is read in halves. */
async function* idPages(connection: Connection, window: Window): AsyncGenerator<string[]> {
  let nextKey = ''
  try {
    do {
      const page = await readIds(connection, window, nextKey)
      nextKey = page.nextKey
      yield page.ids
    } while (nextKey !== '')
  } catch (error) {
    const [from, to] = [window.from.getTime(), window.to.getTime()]
    const middle = Math.floor((from + to) / 2 / SECOND_MS) * SECOND_MS
    const isTooMany = error instanceof PlatformFailure && error.platformCode === TOO_MANY_ROWS
    if (!isTooMany || middle <= from || middle >= to) throw error
    yield* idPages(connection, { from: window.from, to: new Date(middle) })
    yield* idPages(connection, { from: new Date(middle), to: window.to })
  }
}

/** The platform counts in whole seconds and takes both ends in. */
async function readIds(connection: Connection, { from, to }: Window, nextKey: string): Promise<IdPage> {
  const answer = await callWechat(connection, {
    path: 'channels/ec/order/list/get',
    body: {
      update_time_range: { start_time: Math.floor(from.getTime() / SECOND_MS), end_time: Math.ceil(to.getTime() / SECOND_MS) },
      page_size: PAGE_SIZE,
      ...(nextKey !== '' && { next_key: nextKey }),
    },
    canRepeat: true,
  })
  const ids = rowsOf(answer.order_id_list).map(idText).filter(Boolean)
  return { ids, nextKey: nextKeyOf(answer) }
}

/** An order that is listed and refused when asked for is handed over as it is: quarantined, it does not stop the others. */
async function readListed(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  try {
    return await patiently(connection, () => fetchWechatOrder(connection, platformOrderId))
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    return { platformOrderId, version: '', body: { order_id: platformOrderId, refusal: error.platformCode } }
  }
}

export async function fetchWechatOrder(connection: Connection, platformOrderId: string): Promise<OrderMessage> {
  const order = await readRawOrder(connection, platformOrderId)
  return { platformOrderId, version: versionOf(order), body: order }
}

/** Asked for masked, also where the shop would still get plain text: what is not needed is not fetched. */
export async function readRawOrder(connection: Connection, platformOrderId: string): Promise<WireObject> {
  const { order } = await callWechat(connection, {
    path: 'channels/ec/order/get',
    body: { order_id: platformOrderId, encode_sensitive_info: true },
    canRepeat: true,
  })
  if (isObject(order)) return order
  throw new PlatformFailure('refused', 'order-missing', `The WeChat Store answered without order ${platformOrderId}.`)
}

/** Never throws: an order that cannot be understood is stored all the same and quarantined when it is read. */
function versionOf(order: WireObject): string {
  try {
    return field.secondsOf(order, 'update_time') ?? ''
  } catch {
    return ''
  }
}
