import { errors } from '#contract/errors.ts'
import { reviews } from '#contract/reviews.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { oneReview } from '../review-views.ts'

export const readReview = query({
  name: 'reviews.readReview',
  ...reviews.readReview,
  summary: 'One buyer’s review with our reply and how far it is.',
  access: { permission: 'reviews.view', scope: 'shop' },
  errors: [errors.notFound],
  run: async (reader, { reviewId }, actor) => (await oneReview(reader, actor.scope, reviewId)) ?? fail(errors.notFound),
})
