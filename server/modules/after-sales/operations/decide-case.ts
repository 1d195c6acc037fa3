import { afterSales } from '#contract/after-sales.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { lockCases } from '../case-store.ts'
import { DECIDING, DECISION_ERRORS, decideOne } from '../decide-one.ts'

export const decideCase = command({
  name: 'afterSales.decideCase',
  ...afterSales.decideCase,
  summary:
    'Agrees to what a buyer asks back, or refuses it with a reason. Money counts against the limits of the grants; the platform is told in the background.',
  access: { permission: DECIDING, scope: 'shop' },
  stepUp: 'inside',
  audit: ({ caseId, agree, reason }, { decisionId, chargedFen, usedTodayFen }) => ({
    objects: [{ kind: 'afterSaleCase', id: caseId }],
    details: { decisionId, agree, reason: withoutPhones(reason), chargedFen, usedTodayFen },
  }),
  errors: DECISION_ERRORS,
  async run(tx, { caseId, ...wish }, actor, effects) {
    const [found] = await lockCases(tx, actor.scope, [caseId])
    return found ? decideOne(tx, found, wish, actor, effects) : fail(errors.notFound)
  },
})
