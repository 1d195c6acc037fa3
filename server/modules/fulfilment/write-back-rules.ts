/** When a failed report is tried again, and what a parcel shows. Pure. */
import type { WriteBackRow } from '#contract/fulfilment.ts'
import type { WRITE_BACK_STATES } from '#contract/orders.ts'
import type { FailureKind } from '#server/platforms/platform.ts'

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
/** 1, 2, 4 … 60 minutes: after the eighth failure, some two hours and a half, a person has to see to it; shipping deadlines count in hours. */
export const MOST_ATTEMPTS = 8

export type WriteBackState = WriteBackRow['state']
export type FailedReport = { state: 'failed' | 'needs_person'; nextAttemptAt: string | null }

/** `attempts`: those before this one. A definite refusal is not repeated; everything else is. */
export function afterFailure(kind: FailureKind, attempts: number, now: Date): FailedReport {
  const isDefinite = kind === 'refused' || kind === 'our_fault'
  if (isDefinite || attempts + 1 >= MOST_ATTEMPTS) return { state: 'needs_person', nextAttemptAt: null }
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts)
  return { state: 'failed', nextAttemptAt: new Date(now.getTime() + waitMs).toISOString() }
}

const WORST_FIRST = ['needs_person', 'failed', 'waiting', 'confirmed'] as const
/** A parcel shows its worst order; what a person settled counts as confirmed. */
export function shownState(states: readonly WriteBackState[]): (typeof WRITE_BACK_STATES)[number] {
  const counted = states.map((state) => (state === 'settled' ? 'confirmed' : state))
  return WORST_FIRST.find((state) => counted.includes(state)) ?? 'none'
}
