import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { departmentToChange } from '#modules/team/departments/department-store.ts'
import { reviewsChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { startReview } from '../start-review.ts'

export const startAccessReview = command({
  name: 'team.startAccessReview',
  ...team.startAccessReview,
  summary: 'Begins an access review: every grant is put before its reviewer, who keeps or removes it.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ name, dueAt, departmentId }, { reviewId, itemCount }) => ({
    objects: [{ kind: 'accessReview', id: reviewId }],
    details: { name, dueAt, departmentId, itemCount },
  }),
  errors: [errors.invalidInput, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    if (Date.parse(input.dueAt) <= effects.now.getTime())
      return fail(errors.invalidInput, { field: 'dueAt', reason: 'the day it is due lies in the future' })
    const admin = await lockTeam(tx, effects)
    if (input.departmentId !== null) await departmentToChange(tx, { departmentId: input.departmentId })
    const by = { accountId: admin.accountId, name: admin.name, now: effects.now }
    const started = await startReview(tx, { ...input, departmentId: input.departmentId?.toLowerCase() ?? null }, by)
    for (const fact of [reviewsChanged([started.reviewId]), ...started.facts]) effects.announce(fact)
    return { reviewId: started.reviewId, itemCount: started.itemCount }
  },
})
