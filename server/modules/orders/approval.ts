/** A person approves: facts are read again inside the transaction, stock is reserved, and what cannot go on says why. */
import { errors } from '#contract/errors.ts'
import type { BulkResult, Refusal } from '#contract/operation.ts'
import type { CheckFinding } from '#contract/orders.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { OPEN_FOR_REVIEW, refusedForReview, sortParcels } from './bulk-rules.ts'
import { renewClaims } from './claim-store.ts'
import type { WholeParcel } from './order.ts'
import { factsOfMoves } from './order-events.ts'
import { lockParcels } from './parcel-store.ts'
import { readReviewFacts } from './review-facts.ts'
import { type Outcome, reserveFor, saveOutcomes } from './review-parcels.ts'
import { blockingFindings, reviewFindings } from './review-rules.ts'

/** `forced` passes the holds that a supervisor may override. A refused parcel is held with today's findings. */
export async function approve(
  tx: Tx,
  parcelIds: readonly string[],
  actor: Actor,
  effects: Effects,
  forced: boolean,
): Promise<BulkResult> {
  const by = { name: actor.name, now: effects.now }
  const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
  const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => refusedForReview(parcel, actor, OPEN_FOR_REVIEW))
  const factsOf = await readReviewFacts(tx, fit, effects.world.vault)
  const passing: Outcome[] = []
  const blocked: Outcome[] = []
  for (const parcel of fit) {
    const known = factsOf.get(parcel.parcelId)
    const findings = known ? reviewFindings(known.facts, known.settings) : []
    const blocking = blockingFindings(findings, forced)
    const outcome: Outcome = { parcel, state: 'approved', findings, reviewAfter: parcel.reviewAfter, changed: true }
    if (blocking.length === 0) passing.push(outcome)
    else {
      blocked.push({ ...outcome, state: 'held' })
      refused.push(refusalFor(parcel, blocking, actor.language))
    }
  }
  await reserveFor(tx, passing, by)
  for (const { parcel, state, findings } of passing) {
    if (state !== 'approved') refused.push(refusalFor(parcel, findings.slice(0, 1), actor.language))
  }
  const outcomes = [...passing, ...blocked]
  const notDone = outcomes.filter((outcome) => outcome.state !== 'approved').map(({ parcel }) => parcel.parcelId)
  await Promise.all([
    saveOutcomes(tx, outcomes, by),
    notDone.length === 0 ? undefined : renewClaims(tx, notDone, { accountId: actor.accountId, now: effects.now }),
  ])
  const moves = outcomes.map(({ parcel, state }) => ({ parcelId: parcel.parcelId, was: parcel.reviewState, is: state }))
  for (const fact of factsOfMoves(
    fit.map((parcel) => parcel.shopId),
    moves,
  ))
    effects.announce(fact)
  return { done: passing.filter(({ state }) => state === 'approved').map(({ parcel }) => parcel.parcelId), refused }
}

/** One reason gets its own error where there is one; several are told together. */
function refusalFor({ parcelId }: WholeParcel, blocking: readonly CheckFinding[], language: Actor['language']): Refusal {
  const [first] = blocking
  if (blocking.length === 1 && first?.code === 'shortStock')
    return refuse(parcelId, errors.shortStock, {
      sku: String(first.params.sku),
      wanted: Number(first.params.wanted),
      sellable: Number(first.params.sellable),
    })
  if (blocking.length === 1 && first?.code === 'goodsUnmatched')
    return refuse(parcelId, errors.goodsUnmatched, { title: String(first.params.title) })
  const sentences = blocking.map((finding) => (language === 'zh' ? finding.reasonZh : finding.reasonEn))
  return refuse(parcelId, errors.parcelHeld, { reasons: sentences.join(language === 'zh' ? '；' : '; ') })
}
