/** How a carrier's failure is met. Pure. */
import type { CarrierFailureKind } from '#server/carriers/carrier.ts'

/** A carrier that does not answer is asked again after 1 s, then twice as long each time, at most every minute. */
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** After that many sendings without a clear outcome a person has to find out. */
export const MOST_ATTEMPTS = 8

export function waitAfter(failedCount: number, retryAt: string | null, now: Date): Date {
  if (retryAt !== null) return new Date(retryAt)
  return new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failedCount, 10)))
}

/** What a failed call means for the parcels in it. `wait`: not carried out, ask again later. `open`: perhaps carried out, look it up. */
export function meaningOf(kind: CarrierFailureKind): 'wait' | 'open' | 'refused' {
  if (kind === 'retry' || kind === 'wait') return 'wait'
  return kind === 'unknown_outcome' ? 'open' : 'refused'
}
