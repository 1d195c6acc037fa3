import { errors } from '#contract/errors.ts'
import { reviews } from '#contract/reviews.ts'
import { fail } from '#kernel/failure.ts'
import { type Actor, command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { replyUntil } from '../reply-rules.ts'
import type { RepliedReview } from '../review.ts'
import { reviewsChanged } from '../review-events.ts'
import { sendRepliesRequest } from '../review-requests.ts'
import { lockReview, saveReplies } from '../review-store.ts'

export const replyToReview = command({
  name: 'reviews.replyToReview',
  ...reviews.replyToReview,
  summary: 'Replies to a buyer’s review, once and for good; the platform is told in the background.',
  access: { permission: 'reviews.reply', scope: 'shop' },
  audit: ({ reviewId, text }) => ({ objects: [{ kind: 'review', id: reviewId }], details: { length: text.length } }),
  errors: [errors.notFound, errors.notOffered, errors.reviewAnswered, errors.reviewTooOld, errors.replyTooLong],
  async run(tx, { reviewId, text }, actor, effects) {
    const review = (await lockReview(tx, actor.scope, reviewId)) ?? fail(errors.notFound)
    const shop = (await shopsById(tx, [review.shopId])).get(review.shopId) ?? fail(errors.notFound)
    const { adapter, [actor.language]: platform } = platformNamed(shop.platform)
    const limits = adapter.reviewLimits ?? fail(errors.notOffered, { platform, capability: 'replyReviews' })
    if ([...text].length > limits.longestReply) return fail(errors.replyTooLong, { most: limits.longestReply })
    // The same person saying the same again got no answer the first time.
    if (isRepeat(review, text, actor)) return {}
    if (review.replyState !== 'none' && review.replyState !== 'refused')
      return fail(errors.reviewAnswered, { name: review.repliedBy ?? platform })
    if (Date.parse(replyUntil(review.createdAt, limits.replyDays)) < effects.now.getTime())
      return fail(errors.reviewTooOld, { days: limits.replyDays })
    await saveReplies(tx, [wished(review, text, actor, effects.now)])
    effects.enqueue(sendRepliesRequest(review.shopId))
    effects.announce(reviewsChanged(review.shopId, [reviewId]))
    return {}
  },
})

const isRepeat = (review: RepliedReview, text: string, actor: Actor): boolean =>
  review.repliedById === actor.accountId &&
  review.replyWish === text &&
  ['waiting', 'calling', 'answered'].includes(review.replyState)

const wished = (review: RepliedReview, text: string, actor: Actor, now: Date): RepliedReview => ({
  ...review,
  ...{ replyState: 'waiting', replyWish: text, repliedBy: actor.name, repliedById: actor.accountId },
  ...{ wishedAt: now.toISOString(), attempts: 0, problem: '', nextAttemptAt: now.toISOString() },
})
