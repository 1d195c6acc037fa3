/** Which stretch of time the next reading of a shop covers. Pure. */

const HOUR_MS = 3_600_000

export type PullWindow = { from: Date; to: Date }

/**
 * From where the last reading ended, less the overlap, until now, cut into windows the platform accepts, oldest first. A shop
 * that was never read begins `firstPullHours` ago.
 */
export function pullWindows(
  shop: { pulledUntil: string | null; firstPullHours: number },
  limits: { windowMs: number; overlapMs: number },
  now: Date,
): PullWindow[] {
  const end = now.getTime()
  const begin = shop.pulledUntil === null ? end - shop.firstPullHours * HOUR_MS : Date.parse(shop.pulledUntil) - limits.overlapMs
  return cutWindows(new Date(begin), new Date(end), limits.windowMs)
}

/** A stretch of time in windows of at most this length, the oldest first. */
export function cutWindows(begin: Date, end: Date, windowMs: number): PullWindow[] {
  const windows: PullWindow[] = []
  for (let from = begin.getTime(); from < end.getTime(); from += windowMs)
    windows.push({ from: new Date(from), to: new Date(Math.min(end.getTime(), from + windowMs)) })
  return windows
}
