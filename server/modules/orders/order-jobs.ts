/** Jobs of this module: thin, they only call operations. */
import { failpoint } from '#kernel/failpoint.ts'
import { exponentialBackoff, type JobContext, type JobHandler } from '#kernel/jobs.ts'
import { errorText } from '#kernel/personal-text.ts'
import { applyMessages } from './operations/apply-messages.ts'
import { listChangedReviews } from './operations/list-changed-reviews.ts'
import { listDueReviews } from './operations/list-due-reviews.ts'
import { quarantineMessage } from './operations/quarantine-message.ts'
import { reviewAutomatically } from './operations/review-automatically.ts'
import { isCausedByContent } from './poison-rules.ts'

const SECOND = 1000

/** Applies a batch; when something in it breaks, halves it until the one that does is alone, and sets that one aside. */
async function applyBatch(messageIds: readonly string[], context: JobContext): Promise<void> {
  try {
    await context.call(applyMessages, { messageIds: [...messageIds] })
  } catch (error) {
    if (!isCausedByContent(error)) throw error
    const [only] = messageIds
    if (only !== undefined && messageIds.length === 1) {
      context.world.logger.warn({ messageId: only, err: error }, 'message quarantined')
      await context.call(quarantineMessage, {
        messageId: only,
        reason: `could not be stored: ${errorText(error)}`.slice(0, 1000),
      })
      return
    }
    const middle = Math.ceil(messageIds.length / 2)
    failpoint('job.orders.applyMessages.bisecting')
    await applyBatch(messageIds.slice(0, middle), context)
    await applyBatch(messageIds.slice(middle), context)
  }
}

const applyMessagesJob: JobHandler = {
  kind: 'orders.applyMessages',
  actor: 'intake',
  permissions: ['system.jobs'],
  maxAttempts: 12,
  backoffMs: exponentialBackoff(SECOND, 300 * SECOND),
  async run(payload, context) {
    const messageIds = payload.messageIds as string[]
    if (messageIds.length > 0) await applyBatch(messageIds, context)
  },
}

const reviewDueJob: JobHandler = {
  kind: 'orders.reviewDue',
  actor: 'review',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(SECOND, 30 * SECOND),
  async run(_payload, context) {
    for (;;) {
      const { parcelIds } = await context.call(listDueReviews, {})
      if (parcelIds.length === 0 || context.signal.aborted) return
      const { changed } = await context.call(reviewAutomatically, { parcelIds })
      if (changed.length === 0) return
    }
  },
}

const recheckHeldJob: JobHandler = {
  kind: 'orders.recheckHeld',
  actor: 'review',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(SECOND, 30 * SECOND),
  async run(_payload, context) {
    let after: string | null = null
    do {
      const page: { parcelIds: string[]; next: string | null } = await context.call(listChangedReviews, { after })
      if (page.parcelIds.length > 0) await context.call(reviewAutomatically, { parcelIds: page.parcelIds })
      after = page.next
    } while (after !== null && !context.signal.aborted)
  },
}

export const orderJobs: readonly JobHandler[] = [applyMessagesJob, reviewDueJob, recheckHeldJob]
export const orderRecurring = [
  { kind: 'orders.reviewDue', everyMs: 2 * SECOND },
  { kind: 'orders.recheckHeld', everyMs: 60 * SECOND },
]
