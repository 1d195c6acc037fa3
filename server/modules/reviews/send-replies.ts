/**
 * Telling platforms our replies. A review takes one reply for good: after a call whose answer nobody knows, and after a refusal, the
 * review is read, and what stands there decides.
 */
import { errorSentence } from '#contract/error-definition.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import { type ReplyOutcome, recordReplies } from './operations/record-replies.ts'
import { type DueReply, takeDueReplies } from './operations/take-due-replies.ts'

/** A platform's list of reviews is by time, in whole seconds. */
const AROUND_MS = 2000

export async function sendReplies(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { rows } = await context.call(takeDueReplies, { shopId })
    if (rows.length === 0) return
    for (const row of rows) {
      const answer = await answerTo(context, shopId, row)
      // The worker stops: whatever this call did shows when the review is read.
      if (answer === null) return
      await context.call(recordReplies, { shopId, ...answer })
      // A new job has been set for that moment; the others were not called, which their reading shows.
      if (answer.waitUntil !== null) return
    }
  }
}

type Answer = { outcome: ReplyOutcome; waitUntil: string | null }
async function answerTo(context: JobContext, shopId: string, row: DueReply): Promise<Answer | null> {
  const { reviewId } = row
  try {
    const outcome = row.mustRead ? await look(context, shopId, row) : await tell(context, shopId, row)
    return { outcome, waitUntil: null }
  } catch (error) {
    if (context.signal.aborted) return null
    const failed = { reviewId, seen: null }
    if (error instanceof PlatformFailure) {
      const waitUntil = error.kind === 'wait' ? error.retryAt : null
      // What a reading does not know was not known before.
      const result = row.mustRead && error.kind !== 'our_fault' ? 'unknown_outcome' : error.kind
      return { outcome: { ...failed, result, problem: withoutPhones(error.message) }, waitUntil }
    }
    const result = row.mustRead ? 'unknown_outcome' : 'reauthorise'
    if (error instanceof UnreadableOrder)
      return { outcome: { ...failed, result: 'unknown_outcome', problem: error.message }, waitUntil: null }
    // The shop has lost its authorisation: its owner may renew it any time, so it is tried again.
    if (error instanceof Failure)
      return { outcome: { ...failed, result, problem: errorSentence(error.definition, error.params, 'zh') }, waitUntil: null }
    throw error
  }
}

async function tell(context: JobContext, shopId: string, row: DueReply): Promise<ReplyOutcome> {
  const { reviewId, platformReviewId, platformLineId, text } = row
  try {
    await callPlatform(context, shopId, async (connection, { services }) => {
      if (!services.replyReviews) throw new PlatformFailure('our_fault', 'not-offered', '平台没有回复评价的接口。')
      failpoint('reviews.sendReply.beforeCall')
      await services.replyReviews(connection, { reviewId: platformReviewId, platformLineId, text })
      failpoint('reviews.sendReply.afterCall')
    })
    return { reviewId, result: 'answered', problem: '', seen: null }
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.kind !== 'refused') throw error
    // Often because it has a reply already: ours, whose answer was lost, or one typed at the platform.
    const seen = await look(context, shopId, row)
    return seen.seen === '' ? { reviewId, result: 'refused', problem: withoutPhones(error.message), seen: null } : seen
  }
}

async function look(context: JobContext, shopId: string, row: DueReply): Promise<ReplyOutcome> {
  const { reviewId, platformReviewId, createdAt } = row
  const at = Date.parse(createdAt)
  const window = { from: new Date(at - AROUND_MS), to: new Date(at + AROUND_MS) }
  const reply = await callPlatform(context, shopId, async (connection, { services }) => {
    failpoint('reviews.findReply.beforeCall')
    let found: string | null = null
    for await (const page of services.reviews?.(connection, window) ?? [])
      found = page.find((review) => review.reviewId === platformReviewId)?.reply ?? found
    failpoint('reviews.findReply.afterCall')
    return found
  })
  if (reply === null) throw new PlatformFailure('unknown_outcome', 'review-not-found', '平台上暂时查不到这条评价。')
  return { reviewId, result: 'seen', problem: '', seen: reply }
}
