/**
 * When wrong second-factor codes are worth a notice. A code is asked for after the right password, so three wrong ones may be somebody who
 * has it; one or two are fingers. A burst goes on until a whole day passes without a wrong code, or a right one ends it.
 */
export type Burst = { failures: number; lastAt: Date; toldAt: Date | null }

const TOLD_AT_FAILURE = 3
const QUIET_MS = 24 * 3600_000

/** The burst after one more wrong code; `isTold`: this one is told, the third and then once a day while it goes on. */
export function afterWrongCode(burst: Burst | undefined, now: Date): Burst & { isTold: boolean } {
  const isNew = burst === undefined || now.getTime() - burst.lastAt.getTime() >= QUIET_MS
  const failures = isNew ? 1 : burst.failures + 1
  const toldAt = isNew ? null : burst.toldAt
  const isTold = failures >= TOLD_AT_FAILURE && (toldAt === null || now.getTime() - toldAt.getTime() >= QUIET_MS)
  return { failures, lastAt: now, toldAt: isTold ? now : toldAt, isTold }
}
