import { z } from 'zod'
import { FAILURE_KINDS } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { afterFailure, afterSeen } from '../reply-rules.ts'
import type { RepliedReview } from '../review.ts'
import { reviewsChanged } from '../review-events.ts'
import { sendRepliesRequest } from '../review-requests.ts'
import { lockReviews, postponeReplies, saveReplies } from '../review-store.ts'

const outcome = z.strictObject({
  reviewId: uuid,
  /** seen: the review was read; else how the call failed. */
  result: z.enum(['answered', 'seen', ...FAILURE_KINDS]),
  problem: z.string(),
  /** The reply that stands at the platform; '' = none. */
  seen: z.string().nullable(),
})
export type ReplyOutcome = z.infer<typeof outcome>

export const recordReplies = command({
  name: 'reviews.recordReplies',
  ...shape(
    {
      shopId: uuid,
      outcome,
      /** The platform named a moment before which it takes nothing from this shop. */
      waitUntil: moment.nullable(),
    },
    z.object({ state: z.string().nullable() }),
  ),
  summary: 'Records what the platform said about a reply; a failed one is told again later or waits for a person.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, outcome: { reviewId, problem }, waitUntil }, { state }) => ({
    objects: [
      { kind: 'shop', id: shopId },
      { kind: 'review', id: reviewId },
    ],
    details: { state, problem, waitUntil },
  }),
  errors: [],
  async run(tx, { shopId, outcome: one, waitUntil }, _actor, effects) {
    const [review] = await lockReviews(tx, [one.reviewId])
    // A reading of the platform was faster.
    const after = review?.replyState === 'calling' ? reviewAfter(review, one, effects.now) : undefined
    if (after) await saveReplies(tx, [after])
    if (waitUntil !== null) await postponeReplies(tx, shopId, waitUntil)
    const at = waitUntil ?? after?.nextAttemptAt
    if (at && Date.parse(at) > effects.now.getTime()) effects.enqueue(sendRepliesRequest(shopId, new Date(at)))
    if (after) effects.announce(reviewsChanged(shopId, [after.reviewId]))
    return { state: after?.replyState ?? null }
  },
})

function reviewAfter(review: RepliedReview, { result, problem, seen }: ReplyOutcome, now: Date): RepliedReview {
  const tried = { ...review, attempts: review.attempts + 1 }
  if (result === 'answered') return afterSeen(tried, review.replyWish, now)
  if (result !== 'seen') return { ...tried, problem, ...afterFailure(result, review.attempts, now) }
  // The call did not arrive: it is told again at once.
  if (seen === '' || seen === null) return { ...review, replyState: 'waiting', nextAttemptAt: now.toISOString() }
  return afterSeen(review, seen, now)
}
