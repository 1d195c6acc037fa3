import { afterSales } from '#contract/after-sales.ts'
import { errors } from '#contract/errors.ts'
import type { Refusal } from '#contract/operation.ts'
import type { Tx } from '#kernel/db.ts'
import { Failure, refuse } from '#kernel/failure.ts'
import { type Actor, command } from '#kernel/operation.ts'
import { requireStepUp } from '#kernel/step-up.ts'
import { refundRightOf } from '#modules/team/public.ts'
import { actOf, moneyOf } from '../case-rules.ts'
import { type LockedCase, lockCases } from '../case-store.ts'
import { DECIDING, DECISION_ERRORS, decideOne } from '../decide-one.ts'

export const agreeToCases = command({
  name: 'afterSales.agreeToCases',
  ...afterSales.agreeToCases,
  summary:
    'Agrees to several cases at once, each within the limits as if it were agreed to alone; those that cannot be are told one by one.',
  access: { permission: DECIDING, scope: 'shop' },
  stepUp: 'inside',
  audit: ({ cases }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'afterSaleCase', id })),
    details: { asked: cases.length, done: done.length, refused: refused.length },
  }),
  errors: DECISION_ERRORS,
  async run(tx, { cases }, actor, effects) {
    const versions = new Map(cases.map(({ caseId, version }) => [caseId.toLowerCase(), version]))
    // All of them before anything is spent, so that two such acts of one person never wait for each other in a circle.
    const locked = await lockCases(tx, actor.scope, [...versions.keys()])
    if (await wantsProof(tx, locked, actor, effects.now)) await requireStepUp(actor)
    const done: string[] = []
    const refused: Refusal[] = []
    for (const found of locked) {
      const wish = { version: versions.get(found.caseId) ?? 0, agree: true, reason: '' }
      try {
        await tx.attempt(() => decideOne(tx, found, wish, actor, effects))
        done.push(found.caseId)
      } catch (error) {
        if (!(error instanceof Failure) || WHOLE.includes(error.definition)) throw error
        refused.push({ id: found.caseId, code: error.definition.code, params: error.params as Refusal['params'] })
      }
    }
    const reached = new Set(locked.map(({ caseId }) => caseId))
    const unknown = [...versions.keys()].filter((id) => !reached.has(id))
    return { done, refused: [...refused, ...unknown.map((id) => refuse(id, errors.notFound))] }
  },
})

/** What a person can do something about at once, and then all of it is done. */
const WHOLE: readonly unknown[] = [errors.stepUpRequired, errors.approvalRequired]

/** One of them is above what goes without, or all of them together are above what nobody agrees to without. */
async function wantsProof(tx: Tx, cases: readonly LockedCase[], actor: Actor, now: Date): Promise<boolean> {
  let totalFen = 0
  for (const found of cases) {
    const act = actOf(found)
    const amountFen = act === null ? 0 : moneyOf(act, found.refundFen)
    const row = { shopId: found.shopId, holderId: found.handledBy }
    const { confirmAboveFen, confirmTogetherFen } = await refundRightOf(tx, actor, { permission: DECIDING, row }, now)
    totalFen += amountFen
    if (amountFen > confirmAboveFen || totalFen > confirmTogetherFen) return true
  }
  return false
}
