import { afterSales } from '#contract/after-sales.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { casesChanged } from '../after-sales-events.ts'
import { tellDecisionsRequest } from '../after-sales-requests.ts'
import { lockCases } from '../case-store.ts'
import { changeDecisions } from '../decision-store.ts'
import { caseOfDecision, decisionsOfCase } from '../decision-views.ts'

/** Only the latest of a case: an earlier one was followed by another decision. */
export const retryDecision = command({
  name: 'afterSales.retryDecision',
  ...afterSales.retryDecision,
  summary: 'Tells the platform again at once what it did not take; the decision stays that of the person who made it.',
  access: { permission: 'afterSales.decide', scope: 'shop' },
  audit: ({ decisionId }) => ({ objects: [{ kind: 'afterSaleDecision', id: decisionId }] }),
  errors: [errors.notFound, errors.decisionNotFailed],
  async run(tx, { decisionId }, actor, effects) {
    const { caseId } = (await caseOfDecision(tx, decisionId)) ?? fail(errors.notFound)
    const [found] = await lockCases(tx, actor.scope, [caseId])
    if (!found) return fail(errors.notFound)
    const [last] = await decisionsOfCase(tx, caseId)
    if (last?.decisionId !== decisionId || (last.state !== 'failed' && last.state !== 'needs_person'))
      return fail(errors.decisionNotFailed)
    const nextAttemptAt = effects.now.toISOString()
    await changeDecisions(tx, [{ decisionId, state: 'waiting', problem: '', attempts: 0, nextAttemptAt }], effects.now)
    for (const fact of casesChanged(found.shopId, [caseId])) effects.announce(fact)
    effects.enqueue(tellDecisionsRequest(found.shopId))
    return {}
  },
})
