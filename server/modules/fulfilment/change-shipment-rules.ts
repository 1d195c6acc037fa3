/** What another number of a parcel that has left means for what its platforms were told. Pure. */
import { REPORTED_ELSEWHERE } from './ship-rules.ts'
import type { WriteBackState } from './write-back-rules.ts'

/**
 * `again`: the platform knows a number and is told to change it. `replace`: it was not told, or nobody knows, so the new number takes
 * the place of the old one in what is still to be told. `quiet`: it never hears of this parcel.
 */
export type NumberPlan = 'again' | 'replace' | 'quiet'

export function planFor({ state, problem }: { state: WriteBackState; problem: string }): NumberPlan {
  if (state === 'confirmed') return 'again'
  if (state !== 'settled') return 'replace'
  // What a person settled stands on the platform under the number he typed there.
  return problem === REPORTED_ELSEWHERE ? 'quiet' : 'again'
}

/** The latest row of each order speaks for it. */
export function latestOfOrders<T extends { orderId: string; round: number }>(rows: readonly T[]): T[] {
  const latest = new Map<string, T>()
  for (const row of rows) {
    const known = latest.get(row.orderId)
    if (known === undefined || known.round < row.round) latest.set(row.orderId, row)
  }
  return [...latest.values()]
}
