/** Walking a list of what changed in a window, so that nothing is lost when rows change meanwhile. */
import { setTimeout as delay } from 'node:timers/promises'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

export type Window = { from: Date; to: Date }
export type WirePage = { rows: unknown[]; total: number }
type Walk = {
  readPage(window: Window, page: number, size: number): Promise<WirePage>
  /** When a row changed last, ISO 8601 UTC; '' when it does not tell. */
  changedAt(row: unknown): string
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
export const LONGEST_WINDOW_MS = ruleValue('pinduoduo', 'longestWindow', 'minutes') * MINUTE_MS
/** One minute beyond what the gateway lets clocks differ. */
const LONG_AGO_MS = (ruleValue('pinduoduo', 'clockTolerance', 'minutes') + 1) * MINUTE_MS
const PAGE_SIZE = ruleValue('pinduoduo', 'pageSize', 'rows')

/**
 * A window of one page is one answer. A longer one is walked from the last page to the first: what changes meanwhile leaves the window
 * and moves the rows behind it to lower pages, which are still to come, whichever way the list is sorted (the reference does not say).
 * For that nothing may enter the window while it is walked, so it is closed at its newest row, which stands on the first or on the
 * last page, once that row's second has passed. What changes later belongs to the next window.
 */
export async function* walkChanges(connection: Connection, window: Window, walk: Walk): AsyncGenerator<unknown[]> {
  if (window.to.getTime() - window.from.getTime() > LONGEST_WINDOW_MS) {
    throw new PlatformFailure('our_fault', 'window-too-long', 'A window of changes covers at most 30 minutes.')
  }
  const first = await walk.readPage(window, 1, PAGE_SIZE)
  if (first.total <= PAGE_SIZE) {
    if (first.rows.length > 0) yield first.rows
    return
  }
  const last = await walk.readPage(window, Math.ceil(first.total / PAGE_SIZE), PAGE_SIZE)
  const closed = { from: window.from, to: newestOf([...first.rows, ...last.rows].map(walk.changedAt)) ?? window.to }
  await untilSettled(connection, closed.to)
  const { total } = await walk.readPage(closed, 1, 1)
  for (let page = Math.ceil(total / PAGE_SIZE); page >= 1; page--) {
    const { rows } = await walk.readPage(closed, page, PAGE_SIZE)
    if (rows.length > 0) yield rows
  }
}

/** Null when one of them does not tell, for that one could be the newest. */
function newestOf(moments: string[]): Date | null {
  const sorted = moments.sort()
  const newest = sorted.at(-1)
  return newest && sorted[0] !== '' ? new Date(newest) : null
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

/** The platform counts in whole seconds and takes both ends in. */
export const windowParams = ({ from, to }: Window, page: number, size: number): Record<string, string> => ({
  start_updated_at: String(Math.floor(from.getTime() / SECOND_MS)),
  end_updated_at: String(Math.floor(to.getTime() / SECOND_MS)),
  page: String(page),
  page_size: String(size),
})
