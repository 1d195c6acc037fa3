/** When a delivery is tried again, and when no more. Pure. */

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** Waits after the first, second … failed try. Source: the schedule recommended by Standard Webhooks. */
const WAITS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR]
export const MOST_TRIES = WAITS.length + 1

/** `asked`: what the receiver's Retry-After says; it may only lengthen the wait, up to a day. */
export function waitBeforeRetryMs(tries: number, askedSeconds: number | null): number {
  const own = WAITS[Math.min(tries, WAITS.length) - 1] ?? SECOND
  return Math.max(own, Math.min((askedSeconds ?? 0) * SECOND, 24 * HOUR))
}

export type Outcome = 'delivered' | 'again' | 'dead' | 'gone'
/** `status` null: no answer at all. 410 says that nobody wants to hear any more. */
export function outcomeOf(status: number | null, tries: number): Outcome {
  if (status !== null && status >= 200 && status < 300) return 'delivered'
  if (status === 410) return 'gone'
  return tries >= MOST_TRIES ? 'dead' : 'again'
}
