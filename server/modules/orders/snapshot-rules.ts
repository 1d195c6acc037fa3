/** Which of two messages about an order is the newer one. Pure. */
import { ORDER_STATUSES, type OrderSnapshot, type OrderStatus } from '#server/platforms/platform.ts'

/** What is stored of the message that was applied last. */
export type KnownVersion = { modifiedAt: string; contentHash: string; status: OrderStatus; refundedFen: number }

/** Further along is later: ORDER_STATUSES runs from unpaid to closed. */
const rankOf = (status: OrderStatus): number => ORDER_STATUSES.indexOf(status)

/**
 * A snapshot counts when it was modified later. Platforms stamp whole seconds, so two messages may carry the same moment: then the one
 * that is further along, or at the same point has more refunded, is the later one.
 */
export function isNewer(snapshot: OrderSnapshot, contentHash: string, known: KnownVersion): boolean {
  if (contentHash === known.contentHash) return false
  const difference = Date.parse(snapshot.modifiedAt) - Date.parse(known.modifiedAt)
  if (difference !== 0) return difference > 0
  const ahead = rankOf(snapshot.status) - rankOf(known.status)
  return ahead > 0 || (ahead === 0 && snapshot.refundedFen >= known.refundedFen)
}

/** Of several snapshots of one order in a batch, the newest; a later one in the list wins a tie. */
export function newestOfEach(snapshots: readonly OrderSnapshot[]): Map<string, OrderSnapshot> {
  const newest = new Map<string, OrderSnapshot>()
  for (const snapshot of snapshots) {
    const known = newest.get(snapshot.platformOrderId)
    if (!known || isNewer(snapshot, '', { ...known, contentHash: 'another' })) newest.set(snapshot.platformOrderId, snapshot)
  }
  return newest
}
