import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { TEMPORARY_MAX_DAYS } from './account.ts'

const DAY_MS = 24 * 3600_000

/** null = no end. Throws temporaryTooLong for an end that is past or more than 30 days away. */
export function requireTemporaryEnd(endsAt: string | null, now: Date): void {
  if (endsAt === null) return
  const leftMs = Date.parse(endsAt) - now.getTime()
  if (leftMs <= 0 || leftMs > TEMPORARY_MAX_DAYS * DAY_MS) fail(errors.temporaryTooLong, { days: TEMPORARY_MAX_DAYS })
}
