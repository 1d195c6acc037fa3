import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { ReviewSnapshot } from '#server/platforms/platform-services.ts'
import { afterSeen } from '../reply-rules.ts'
import { reviewsChanged } from '../review-events.ts'
import { lockPlatformReviews, saveReplies, storeReviews } from '../review-store.ts'

export const storeReviewPage = command({
  name: 'reviews.storeReviewPage',
  ...shape({ shopId: uuid, reviews: z.array(z.custom<ReviewSnapshot>()).min(1).max(500) }, nothing),
  summary: 'Keeps a page of a shop’s reviews, and the replies that stand at the platform.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'a copy of what the platform shows, with the time it was read' },
  errors: [errors.notFound],
  async run(tx, { shopId, reviews }, _actor, { now, announce }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    const ids = reviews.map(({ reviewId }) => reviewId)
    await storeReviews(tx, shopId, reviews, now)
    const replies = new Map(reviews.map(({ reviewId, reply }) => [reviewId, reply]))
    const stored = await lockPlatformReviews(tx, shopId, ids)
    const seen = stored.map((review) => ({
      review,
      after: afterSeen(review, replies.get(review.platformReviewId) ?? '', now),
    }))
    await saveReplies(
      tx,
      seen.flatMap(({ review, after }) => (after === review ? [] : after)),
    )
    announce(
      reviewsChanged(
        shopId,
        stored.map(({ reviewId }) => reviewId),
      ),
    )
    return {}
  },
})
