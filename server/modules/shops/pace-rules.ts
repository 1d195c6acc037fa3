/**
 * How fast a shop's platform is called: a bucket of calls that fills at a steady rate. The rate begins at what the platform is known to
 * allow, is halved when the platform says that it was too much, and comes back slowly. Pure; times in ms of any clock that only goes on.
 */

/** `heldCount`: calls that may go at once; below zero, so many wait already. */
export type Pace = { callsPerSecond: number; heldCount: number; countedAt: number; slowedTo: number | null; slowedAt: number }

/** From nothing back to the full rate. */
const RECOVERY_MS = 10 * 60_000
const SLOWEST_PER_SECOND = 0.2
/** Calls that were under way when the first of them was refused are refused too: together they say one thing. */
const ONE_REFUSAL_MS = 2_000

export const newPace = (callsPerSecond: number, now: number): Pace => ({
  ...{ callsPerSecond, heldCount: burstOf(callsPerSecond), countedAt: now, slowedTo: null, slowedAt: 0 },
})

/** The calls of one second at once, at least one. */
const burstOf = (perSecond: number): number => Math.max(1, perSecond)

export function ratePerSecond({ callsPerSecond, slowedTo, slowedAt }: Pace, now: number): number {
  if (slowedTo === null) return callsPerSecond
  return Math.min(callsPerSecond, slowedTo + (callsPerSecond * (now - slowedAt)) / RECOVERY_MS)
}

/** Counts one call and says how long it has to wait. */
export function takeCall(pace: Pace, now: number): { pace: Pace; waitMs: number } {
  const rate = ratePerSecond(pace, now)
  const filled = pace.heldCount + (rate * (now - pace.countedAt)) / 1000
  const heldCount = Math.min(burstOf(rate), filled) - 1
  return { pace: { ...pace, heldCount, countedAt: now }, waitMs: heldCount >= 0 ? 0 : Math.ceil((-heldCount * 1000) / rate) }
}

/** The platform refused calls because there were too many. */
export function slowedPace(pace: Pace, now: number): Pace {
  if (pace.slowedTo !== null && now - pace.slowedAt < ONE_REFUSAL_MS) return pace
  const slowedTo = Math.max(SLOWEST_PER_SECOND, ratePerSecond(pace, now) / 2)
  return { ...pace, slowedTo, slowedAt: now, heldCount: Math.min(pace.heldCount, 0), countedAt: now }
}
