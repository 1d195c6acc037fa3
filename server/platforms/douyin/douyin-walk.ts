/** Reading everything that changed in a window, from a list that is sorted by the moment of change, oldest first. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

export type ChangeWindow = { from: Date; to: Date }
/** One page, counted from 0, of what changed in the given seconds, both ends included. `total`: of all pages. */
type ListPage = { rows: unknown[]; total: number }
export type ChangeList = {
  pageSize: number
  /** Rows that paging can reach. */
  depth: number
  read(connection: Connection, seconds: { from: number; to: number }, page: number): Promise<ListPage>
  /** When a row changed, in seconds since the epoch; Number.NaN when it does not say. */
  changedAt(row: unknown): number
}

const SECOND_MS = 1000
/** How often the pages of one second are read again when they do not add up. */
const MOST_ROUNDS = 3

/**
 * Never turns a page while the list may move: a row that changes leaves its place, those behind it move up, and page 2 would begin
 * behind them. Instead each question begins at the second the last answer ended with, so nothing before it can move anything behind it;
 * a row that changed meanwhile is met again at its new place. The rows of that second come twice, which does no harm.
 */
export async function* walkChanges(list: ChangeList, connection: Connection, window: ChangeWindow): AsyncGenerator<unknown[]> {
  const to = Math.floor((window.to.getTime() - 1) / SECOND_MS)
  let from = Math.floor(window.from.getTime() / SECOND_MS)
  while (from <= to) {
    const { rows, total } = await list.read(connection, { from, to }, 0)
    if (rows.length > 0) yield rows
    // A platform that counts wrong may say less than it sent, never nothing while it still fills pages.
    if (rows.length === 0 || (total <= rows.length && rows.length < list.pageSize)) return
    // One that does not tell its moment stands between two that do.
    const lastSecond = rows.map(list.changedAt).findLast(Number.isFinite) ?? Number.NaN
    if (!(lastSecond >= from)) throw new PlatformFailure('refused', 'not-sorted', 'Douyin answered a list without its order.')
    if (lastSecond > from) from = lastSecond
    else {
      yield* readSecond(list, connection, from)
      from++
    }
  }
}

/**
 * More rows than a page in one second: its pages are read from the last to the first. Rows can only leave a second that is over, and what
 * leaves moves the others to lower pages, which are still to come. The platform's order within a second is not promised, so what was
 * read is counted, and read again when rows are missing.
 */
async function* readSecond(list: ChangeList, connection: Connection, second: number): AsyncGenerator<unknown[]> {
  const seconds = { from: second, to: second }
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const { total } = await list.read(connection, seconds, 0)
    if (total > list.depth)
      throw new PlatformFailure(
        'refused',
        'too-many-changes',
        `${total} changes in one second are more than Douyin lets be paged.`,
      )
    const seen = new Set<string>()
    for (let page = Math.ceil(total / list.pageSize) - 1; page >= 0; page--) {
      const { rows } = await list.read(connection, seconds, page)
      for (const row of rows) seen.add(JSON.stringify(row))
      if (rows.length > 0) yield rows
    }
    if (seen.size >= total) return
  }
}
