/** Looks once a minute for invitations whose time is over and for people who have not answered. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { readDueInvitations } from './operations/read-due-invitations.ts'
import { settleDueInvitations } from './operations/settle-due-invitations.ts'

export const FOLLOW_EVERY_MS = 60_000

export const followInvitationsJob: JobHandler = {
  kind: 'team.followInvitations',
  actor: 'team',
  permissions: ['system.jobs'],
  maxAttempts: 3,
  backoffMs: exponentialBackoff(5000, 30_000),
  async run(_payload, context) {
    while (!context.signal.aborted) {
      const due = await context.call(readDueInvitations, {})
      if (due.expired.length + due.undelivered.length + due.unanswered.length === 0) return
      await context.call(settleDueInvitations, due)
    }
  },
}
