import { reviews } from '#contract/reviews.ts'
import { query } from '#kernel/operation.ts'
import { reviewPage } from '../review-views.ts'

export const listReviews = query({
  name: 'reviews.listReviews',
  ...reviews.listReviews,
  summary: 'What buyers wrote about what they bought, latest first, with our replies.',
  access: { permission: 'reviews.view', scope: 'shop' },
  errors: [],
  run: (reader, { filters = {}, cursor = null }, actor) => reviewPage(reader, actor.scope, filters, cursor),
})
