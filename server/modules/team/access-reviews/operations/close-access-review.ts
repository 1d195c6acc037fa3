import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged, reviewsChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { closeReview } from '../close-review.ts'
import { openReview } from '../review-store.ts'

export const closeAccessReview = command({
  name: 'team.closeAccessReview',
  ...team.closeAccessReview,
  summary: 'Ends a review now: what nobody decided on expires, the report is signed.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ reviewId }, { expired }) => ({ objects: [{ kind: 'accessReview', id: reviewId }], details: { expired } }),
  errors: [errors.notFound, errors.reviewClosed, errors.accountFrozen],
  async run(tx, { reviewId }, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const { name } = await openReview(tx, reviewId)
    const by = { accountId: admin.accountId, name: admin.name, now: effects.now }
    const expired = await closeReview(tx, reviewId, name, by, effects.world.config.home)
    effects.announce(reviewsChanged([reviewId]))
    if (expired > 0) effects.announce(accountChanged([]))
    return { expired }
  },
})
