/** How fresh the orders of a shop are. Pure. */
import type { ShopState } from './shop.ts'

const FRESH_MS = 2 * 60_000
const LATE_MS = 10 * 60_000

export type Freshness = 'fresh' | 'late' | 'stale' | 'none'

export function freshnessOf(shop: { pulledUntil: string | null; state: ShopState; isPulled: boolean }, now: Date): Freshness {
  if (!shop.isPulled || shop.state === 'unauthorised' || shop.state === 'paused') return 'none'
  if (shop.pulledUntil === null) return 'stale'
  const ageMs = now.getTime() - Date.parse(shop.pulledUntil)
  if (ageMs <= FRESH_MS) return 'fresh'
  return ageMs <= LATE_MS ? 'late' : 'stale'
}
