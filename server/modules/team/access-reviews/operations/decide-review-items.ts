import { errors } from '#contract/errors.ts'
import type { BulkResult } from '#contract/operation.ts'
import { team } from '#contract/team.ts'
import { scopeOf } from '#kernel/access.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged, reviewsChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { endGrants, openReview, setDecisions } from '../review-store.ts'
import { reviewItems } from '../review-views.ts'

export const decideReviewItems = command({
  name: 'team.decideReviewItems',
  ...team.decideReviewItems,
  summary: 'Keeps or removes grants one was asked about; a removed one ends at once.',
  access: { permission: 'team.grant', scope: 'staff' },
  audit: ({ reviewId, decision, note }, result) => ({
    objects: [{ kind: 'accessReview', id: reviewId }],
    details: { decision, note, items: result.done, refused: result.refused },
  }),
  errors: [errors.notFound, errors.reviewClosed, errors.ownGrants, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    await openReview(tx, input.reviewId)
    const leads = scopeOf(admin, 'team.settings', 'merchant') !== undefined
    const items = new Map((await reviewItems(tx, input.reviewId)).map((item) => [item.item_id, item]))
    const result: BulkResult = { done: [], refused: [] }
    for (const id of new Set(input.itemIds.map((each) => each.toLowerCase()))) {
      const item = items.get(id)
      const isAsked = item?.reviewer_id === admin.accountId || leads
      if (!item || !isAsked || item.decision !== null) result.refused.push(refuse(id, errors.notFound))
      else if (item.subject_id === admin.accountId) result.refused.push(refuse(id, errors.ownGrants))
      else result.done.push(id)
    }
    const by = { accountId: admin.accountId, name: admin.name, now: effects.now }
    await setDecisions(tx, result.done, { decision: input.decision, note: input.note, ...by })
    if (input.decision === 'remove' && result.done.length > 0) {
      await endGrants(
        tx,
        result.done.flatMap((id) => items.get(id)?.grant_id ?? []),
      )
      await raiseTeamEpoch(tx)
      effects.announce(accountChanged([]))
    }
    effects.announce(reviewsChanged([input.reviewId]))
    return result
  },
})
