/** How a report to a platform may fail, as the port says it. */
import type { FailureKind } from '#server/platforms/platform.ts'

export const FAILURE_KINDS = [
  'retry',
  'wait',
  'reauthorise',
  'refused',
  'our_fault',
  'unknown_outcome',
] as const satisfies readonly FailureKind[]
export type WriteBackOutcome = {
  writeBackId: string
  /** What the platform was told: the row may have got another number meanwhile. */
  waybillNumber: string
  result: 'confirmed' | FailureKind
  problem: string
}
