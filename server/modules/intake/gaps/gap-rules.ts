/** Which stretch of a shop's past is read a second time, to see whether the first reading lost something. Pure. */

const HOUR_MS = 3_600_000
/** Lists of platforms may lag behind their orders; after this time they no longer do. */
const SETTLED_MS = HOUR_MS / 2
/** What is older was compared before, or the check did not run for a day: then the newest day is what matters. */
const LOOK_BACK_MS = 24 * HOUR_MS

export type CheckedShop = { pulledUntil: string | null; checkedUntil: string | null; authorisedAt: string | null }

/** From where the last comparison ended to what has been read and has settled; null = nothing to compare yet. */
export function spanToCheck(shop: CheckedShop, now: Date): { from: Date; to: Date } | null {
  const begin = shop.checkedUntil ?? shop.authorisedAt
  if (shop.pulledUntil === null || begin === null) return null
  const from = Math.max(Date.parse(begin), now.getTime() - LOOK_BACK_MS)
  const to = Math.min(Date.parse(shop.pulledUntil), now.getTime() - SETTLED_MS)
  return from < to ? { from: new Date(from), to: new Date(to) } : null
}
