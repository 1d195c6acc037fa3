import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { scopeOf } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { itemViews, reviewItems, reviewList } from '../review-views.ts'

export const readAccessReview = query({
  name: 'team.readAccessReview',
  ...team.readAccessReview,
  summary: 'The grants of a review with who decides on each, and how long each was not used.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [errors.notFound],
  async run(reader, input, actor, world) {
    const leads = scopeOf(actor, 'team.settings', 'merchant') !== undefined
    const [review] = await reviewList(reader, actor.accountId, leads, input.reviewId)
    if (!review) return fail(errors.notFound)
    const all = await reviewItems(reader, review.reviewId)
    const shown = leads && !input.onlyMine ? all : all.filter((item) => item.reviewer_id === actor.accountId)
    return { review, rows: await itemViews(reader, shown, actor.accountId, world.now()) }
  },
})
