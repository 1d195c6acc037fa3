/** Walking a list that changes while it is read, so that nothing of it is lost. */
import { setTimeout as delay } from 'node:timers/promises'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

export type Window = { from: Date; to: Date }
/** A list of TOP by time, newest first, both ends of a window taken in; the platform counts in whole seconds. */
export type NewestFirst<Row> = {
  pageSize: number
  /** The platform shows no page behind this one; null = it names no end. */
  lastPage: number | null
  read(window: Window, page: number): Promise<{ rows: Row[]; total: number }>
  count(window: Window): Promise<number>
  /** ISO 8601 UTC of what the list is sorted by; '' when a row does not tell. */
  timeOf(row: Row): string
}

const SECOND_MS = 1000
/** One minute beyond what the gateway lets clocks differ. */
const LONG_AGO_MS = (ruleValue('taobao', 'clockTolerance', 'minutes') + 1) * 60 * SECOND_MS

/**
 * A window of one page is one answer and needs no care. A longer one is walked from the last page to the first: what changes meanwhile
 * leaves the window, which moves the rows behind it to lower pages. Those are still to come, so none is lost; walking forward would step
 * over them. For that nothing may enter the window while it is walked, so it is closed at its newest row once that row's second has
 * passed. What changes later belongs to the next window.
 */
export async function* walkNewestFirst<Row>(
  connection: Connection,
  window: Window,
  list: NewestFirst<Row>,
): AsyncGenerator<Row[]> {
  const first = await list.read(window, 1)
  if (first.total <= list.pageSize) {
    if (first.rows.length > 0) yield first.rows
    return
  }
  if (list.lastPage !== null && first.total > list.lastPage * list.pageSize) {
    for (const half of halvesOf(window)) yield* walkNewestFirst(connection, half, list)
    return
  }
  const closed = { from: window.from, to: newestOf(first.rows, list) ?? window.to }
  await untilSettled(connection, closed.to)
  const total = await list.count(closed)
  for (let page = Math.ceil(total / list.pageSize); page >= 1; page--) {
    const { rows } = await list.read(closed, page)
    if (rows.length > 0) yield rows
  }
}

/** Older half first: what changes meanwhile only moves towards the newer one. */
function halvesOf({ from, to }: Window): Window[] {
  const seconds = Math.floor((to.getTime() - from.getTime()) / SECOND_MS)
  if (seconds < 1) throw new PlatformFailure('our_fault', 'too-many-rows', 'One second holds more than the platform shows.')
  const middle = from.getTime() + Math.floor(seconds / 2) * SECOND_MS
  return [
    { from, to: new Date(middle) },
    { from: new Date(middle + SECOND_MS), to },
  ]
}

/** The newest row of a page; null when one of its rows does not tell, for that one could be the newest. */
function newestOf<Row>(rows: Row[], { timeOf }: NewestFirst<Row>): Date | null {
  const times = rows.map(timeOf).sort()
  const newest = times.at(-1)
  return newest && times[0] !== '' ? new Date(newest) : null
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

/** A long window in pieces of at most `longestMs`, oldest first. */
export function piecesOf({ from, to }: Window, longestMs: number): Window[] {
  const pieces: Window[] = []
  for (let start = from.getTime(); start < to.getTime(); start += longestMs)
    pieces.push({ from: new Date(start), to: new Date(Math.min(start + longestMs, to.getTime())) })
  return pieces
}
