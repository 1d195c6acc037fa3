import { z } from 'zod'
import { FAILURE_KINDS } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { tell } from '#modules/team/public.ts'
import { casesChanged } from '../after-sales-events.ts'
import { readShopRequest, tellDecisionsRequest } from '../after-sales-requests.ts'
import { changeDecisions, type DecisionChange, lockDecisions, postponeDecisions } from '../decision-store.ts'
import { afterFailure } from '../failure-rules.ts'

const outcome = z.strictObject({
  decisionId: uuid,
  /** told, or how it failed. */
  result: z.enum(['told', ...FAILURE_KINDS]),
  /** The platform's own code. */
  code: z.string(),
  problem: z.string(),
})
export type DecisionOutcome = z.infer<typeof outcome>
const changed = z.object({ decisionId: uuid, caseId: uuid, state: z.string(), problem: z.string() })

export const recordDecisions = command({
  name: 'afterSales.recordDecisions',
  ...shape(
    {
      shopId: uuid,
      outcomes: z.array(outcome).max(50),
      /** The platform named a moment before which it takes nothing from this shop. */
      waitUntil: moment.nullable(),
    },
    z.object({ changed: z.array(changed) }),
  ),
  summary: 'Records what the platform said about decisions; failed ones are tried again later or wait for a person.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, waitUntil }, result) => ({
    objects: [{ kind: 'shop', id: shopId }, ...result.changed.map(({ caseId }) => ({ kind: 'afterSaleCase', id: caseId }))],
    details: { outcomes: result.changed.map(({ decisionId, state, problem }) => ({ decisionId, state, problem })), waitUntil },
  }),
  errors: [],
  async run(tx, { shopId, outcomes, waitUntil }, _actor, effects) {
    const { now } = effects
    const locked = await lockDecisions(
      tx,
      outcomes.map(({ decisionId }) => decisionId),
    )
    const byId = new Map(locked.map((row) => [row.decisionId, row]))
    const changes = outcomes.flatMap(({ decisionId, result, code, problem }): DecisionChange[] => {
      const row = byId.get(decisionId)
      // Recorded already: by a job that was taken for dead.
      if (!row || (row.state !== 'waiting' && row.state !== 'failed')) return []
      const attempts = row.attempts + 1
      if (result === 'told') return [{ decisionId, state: 'told', problem: '', attempts, nextAttemptAt: null }]
      return [{ decisionId, problem, attempts, ...afterFailure({ kind: result, code }, row.attempts, now) }]
    })
    if (changes.length > 0) await changeDecisions(tx, changes, now)
    if (waitUntil !== null) await postponeDecisions(tx, shopId, waitUntil)
    const later = changes.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []).concat(waitUntil ?? [])
    for (const at of new Set(later)) effects.enqueue(tellDecisionsRequest(shopId, new Date(at)))
    // What became of it, or what it has become meanwhile, is read at once.
    if (changes.some(({ state }) => state !== 'failed')) effects.enqueue(readShopRequest(shopId))
    const notTaken = changes.flatMap(({ decisionId, state, problem }) => {
      const order = byId.get(decisionId)?.platformOrderId
      return state === 'needs_person' && order !== undefined ? [{ order, problem }] : []
    })
    for (const fact of await tell(
      tx,
      now,
      notTaken.map((params) => notTakenNotice(shopId, params)),
    ))
      effects.announce(fact)
    const caseOf = (decisionId: string): string => byId.get(decisionId)?.caseId ?? decisionId
    for (const fact of casesChanged(
      shopId,
      changes.map(({ decisionId }) => caseOf(decisionId)),
    ))
      effects.announce(fact)
    return {
      changed: changes.map(({ decisionId, state, problem }) => ({ decisionId, caseId: caseOf(decisionId), state, problem })),
    }
  },
})

/** To everybody who may decide in this shop: buyers do not wait for the one who did. */
const notTakenNotice = (shopId: string, params: { order: string; problem: string }) => ({
  to: { permission: 'afterSales.decide' as const, aboutShop: shopId },
  kind: 'afterSaleNotTaken' as const,
  params,
})
