/** One decision about one case: may it be made, what it costs, and the intent to tell the platform. */
import { errors } from '#contract/errors.ts'
import { minuteOf } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { spendRefund } from '#modules/team/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { casesChanged } from './after-sales-events.ts'
import { tellDecisionsRequest } from './after-sales-requests.ts'
import { actOf, hindranceOf, moneyOf } from './case-rules.ts'
import { type LockedCase, takeCase } from './case-store.ts'
import { chargedBefore, insertDecision } from './decision-store.ts'
import { decisionsOfCase } from './decision-views.ts'

export const DECIDING = 'afterSales.decide'
const SHORTEST_REFUSAL = 2

type Wish = { version: number; agree: boolean; reason: string }
export const DECISION_ERRORS = [
  ...[errors.notFound, errors.stale, errors.caseDecided, errors.caseNotWaiting, errors.decideOnPlatform, errors.invalidInput],
  ...[errors.refundOverLimit, errors.budgetSpent, errors.budgetExhausted, errors.stepUpRequired, errors.approvalRequired],
] as const

/** The caller has locked the case. Throws DECISION_ERRORS. */
export async function decideOne(tx: Tx, found: LockedCase, { version, agree, reason }: Wish, actor: Actor, effects: Effects) {
  const { now } = effects
  const { caseId } = found
  await requireOffered(tx, found.shopId)
  const act = await requireDecidable(tx, found, version)
  if (!agree && reason.length < SHORTEST_REFUSAL)
    return fail(errors.invalidInput, { field: '拒绝理由', reason: '2–200 字，会告诉买家' })
  const amountFen = agree ? moneyOf(act, found.refundFen) : 0
  const right = await spendOn(tx, actor, found, amountFen, now)
  const decisionId = newId()
  const { perActFen, perDayFen, grants, chargedFen, isConfirmed } = right
  const { platformState, refundFen, modifiedAt } = found
  await insertDecision(
    tx,
    {
      ...{ decisionId, caseId, shopId: found.shopId, afterSaleId: found.afterSaleId, agree, reason },
      ...{ decidedBy: actor.accountId, decidedByName: actor.name, grants, isConfirmed, chargedFen },
      ...{ limitActFen: perActFen, limitDayFen: perDayFen },
      ...{ seenState: platformState, seenFen: refundFen, seenModifiedAt: modifiedAt },
    },
    now,
  )
  await takeCase(tx, caseId, actor.accountId)
  for (const fact of casesChanged(found.shopId, [caseId])) effects.announce(fact)
  effects.enqueue(tellDecisionsRequest(found.shopId))
  return { decisionId, version: version + 1, chargedFen, usedTodayFen: right.usedTodayFen }
}

async function requireOffered(tx: Tx, shopId: string): Promise<void> {
  const platform = (await shopsById(tx, [shopId])).get(shopId)?.platform ?? fail(errors.notFound)
  if (!offers(platform, 'decideAfterSales')) fail(errors.decideOnPlatform, { platform: platformNamed(platform).zh })
}

/** Answers what agreeing would do. Who comes second learns who was first, before the version tells that something changed. */
async function requireDecidable(tx: Tx, found: LockedCase, version: number) {
  const [last = null] = await decisionsOfCase(tx, found.caseId)
  const hindrance = hindranceOf(found, last)
  if (hindrance === 'decided' && last)
    return fail(errors.caseDecided, { name: last.byName, at: minuteOf(new Date(last.decidedAt)) })
  if (found.version !== version) return fail(errors.stale, { changed: found.afterSaleId })
  return actOf(found) ?? fail(errors.caseNotWaiting)
}

/** A case counts once against the day of each person who agrees to it: first that the goods come back, later that they came. */
async function spendOn(tx: Tx, actor: Actor, found: LockedCase, amountFen: number, now: Date) {
  const before = amountFen > 0 ? await chargedBefore(tx, found.caseId, actor.accountId) : 0
  const chargedFen = Math.max(0, amountFen - before)
  const row = { shopId: found.shopId, holderId: found.handledBy }
  const right = await spendRefund(tx, actor, { permission: DECIDING, row, amountFen, chargeFen: chargedFen }, now)
  return { ...right, chargedFen }
}
