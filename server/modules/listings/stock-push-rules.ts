/** Which number a platform is told, and in which order. Pure. */

/** Of what is sellable the shop's share, rounded down: never more than there is. */
export const wantedQuantity = (sellable: number, sharePercent: number): number =>
  Math.floor((Math.max(sellable, 0) * sharePercent) / 100)

export type DueNumber = { wanted: number; told: number }
/** What falls goes first, and among it what is nearest to nothing: there the next order could be for goods that are gone. */
export function byUrgency(a: DueNumber, b: DueNumber): number {
  const [falls, otherFalls] = [a.wanted < a.told, b.wanted < b.told]
  if (falls !== otherFalls) return falls ? -1 : 1
  return a.wanted - b.wanted
}

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
/** A number the platform refused is tried again ever more rarely: most refusals want a person to mend the goods. */
export const retryAfterMs = (failedCount: number): number =>
  Math.min(FIRST_WAIT_MS * 4 ** Math.max(failedCount - 1, 0), LONGEST_WAIT_MS)
