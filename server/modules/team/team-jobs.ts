import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { advanceReviews } from './access-reviews/operations/advance-reviews.ts'
import { endTemporaryAccounts } from './offboarding/operations/end-temporary-accounts.ts'
import { findDueWork } from './operations/find-due-work.ts'
import { dropExpiredSeats } from './seats/operations/drop-expired-seats.ts'

/** The team's clock: seats and temporary accounts end, reviews are reminded of and closed. */
export const teamClock: JobHandler = {
  kind: 'team.clock',
  actor: 'clock',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(10_000, 600_000),
  async run(_payload, context) {
    const due = await context.call(findDueWork, {})
    if (due.temporary) await context.call(endTemporaryAccounts, {})
    if (due.seats) await context.call(dropExpiredSeats, {})
    if (due.reviews) await context.call(advanceReviews, {})
  },
}
