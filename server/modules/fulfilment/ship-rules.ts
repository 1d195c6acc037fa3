/** Which orders and lines of shipped parcels are reported to the platform. Pure. */
import type { OrderInParcel } from '#modules/orders/public.ts'

/** Kept with the row of an order of which nothing was left to report. */
export const REPORTED_ELSEWHERE = '这些商品行已随另一包裹回传'

export type Report = { order: OrderInParcel; platformLineIds: string[]; isReported: boolean }

/**
 * One report per order and parcel. A whole order is reported as such; of a split one the lines inside. A platform takes each line
 * once, so a line whose pieces travel in several parcels is reported with the first; a parcel with nothing left needs no report.
 */
export function reportsOf(
  contents: readonly OrderInParcel[],
  reportedBefore: ReadonlyMap<string, ReadonlySet<string>>,
): Report[] {
  const reported = new Map([...reportedBefore].map(([orderId, lines]) => [orderId, new Set(lines)]))
  return contents.map((order) => {
    if (order.wholeOrder) return { order, platformLineIds: [], isReported: true }
    const known = reported.get(order.orderId) ?? new Set<string>()
    const platformLineIds = order.lines.map((line) => line.platformLineId).filter((lineId) => !known.has(lineId))
    reported.set(order.orderId, new Set([...known, ...platformLineIds]))
    return { order, platformLineIds, isReported: platformLineIds.length > 0 }
  })
}
