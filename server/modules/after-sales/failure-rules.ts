/** What a decision that the platform did not take leads to. Pure. */
import type { FailureKind } from '#server/platforms/platform.ts'
import { AFTER_SALE_CHANGED } from '#server/platforms/platform-services.ts'
import type { DecisionState } from './case.ts'

const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 1_800_000
/** 0.5, 1, 2 … 30 minutes: after the ninth failure, some two hours, a person has to see to it; buyers' deadlines count in hours. */
const MOST_ATTEMPTS = 9

/** `attempts`: those before this one. A definite refusal is not repeated; everything else is, and the adapter reads the case first. */
export function afterFailure(
  { kind, code }: { kind: FailureKind; code: string },
  attempts: number,
  now: Date,
): { state: DecisionState; nextAttemptAt: string | null } {
  if (code === AFTER_SALE_CHANGED) return { state: 'overtaken', nextAttemptAt: null }
  const isDefinite = kind === 'refused' || kind === 'our_fault'
  if (isDefinite || attempts + 1 >= MOST_ATTEMPTS) return { state: 'needs_person', nextAttemptAt: null }
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts)
  return { state: 'failed', nextAttemptAt: new Date(now.getTime() + waitMs).toISOString() }
}
