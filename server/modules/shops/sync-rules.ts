/** How fresh the orders of a shop are. Pure. */
import type { ShopState } from './shop.ts'

const FRESH_MS = 2 * 60_000
const LATE_MS = 10 * 60_000

export type Freshness = 'starting' | 'fresh' | 'late' | 'stale' | 'none'

type Read = { pulledUntil: string | null; authorisedAt: string | null; state: ShopState; isPulled: boolean }

/** A shop that was never read is as old as its authorisation: it is starting, and only late when that takes long. */
export function freshnessOf({ pulledUntil, authorisedAt, state, isPulled }: Read, now: Date): Freshness {
  if (!isPulled || state === 'unauthorised' || state === 'paused') return 'none'
  const since = pulledUntil ?? authorisedAt
  if (since === null) return 'stale'
  const ageMs = now.getTime() - Date.parse(since)
  if (ageMs <= FRESH_MS) return pulledUntil === null ? 'starting' : 'fresh'
  return ageMs <= LATE_MS ? 'late' : 'stale'
}
