/** Automatic review of many parcels: facts in, findings and decisions, stock reserved, outcomes stored. All in the caller's transaction. */
import type { CheckFinding } from '#contract/orders.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { releaseStock, reserveStock } from '#modules/inventory/public.ts'
import type { By, ReviewState, WholeParcel } from './order.ts'
import { demandOf } from './order-lines-rules.ts'
import { decideReview } from './review-decision-rules.ts'
import { type FactsOf, readReviewFacts } from './review-facts.ts'
import { flagsOf, reviewFindings, shortStockFinding } from './review-rules.ts'

export type ReviewContext = { by: By; vault: Vault }
export type Outcome = {
  parcel: WholeParcel
  state: ReviewState
  findings: CheckFinding[]
  reviewAfter: string | null
  /** False: an approval that stands, or a payment that is still missing. */
  changed: boolean
}

/** Findings and decisions before anybody asks for the goods: `toReserve` pass only if they get theirs. */
type Decided = { outcomes: Outcome[]; toReserve: Outcome[]; toRelease: string[] }

/** Pure. */
export function decideBeforeGoods(parcels: readonly WholeParcel[], factsOf: FactsOf, by: By): Decided {
  const outcomes: Outcome[] = []
  const toReserve: Outcome[] = []
  const toRelease: string[] = []
  for (const parcel of parcels) {
    const known = factsOf.get(parcel.parcelId)
    if (!known) continue
    const findings = reviewFindings(known.facts, known.settings)
    const decision = decideReview(parcel, findings, known.settings, by.now)
    const isWaiting = decision.state === 'buffering' || decision.state === 'unpaid'
    const outcome: Outcome = {
      parcel,
      state: decision.state,
      findings: isWaiting ? [] : findings,
      reviewAfter: decision.reviewAfter,
      changed: decision.changes,
    }
    if (decision.reserve) toReserve.push(outcome)
    if (decision.release) toRelease.push(parcel.parcelId)
    outcomes.push(outcome)
  }
  return { outcomes, toReserve, toRelease }
}

/** Findings and decisions of these parcels, stock reserved for those that pass; nothing about the parcels is written yet. */
export async function decideParcels(tx: Tx, parcels: readonly WholeParcel[], factsOf: FactsOf, by: By): Promise<Outcome[]> {
  const { outcomes, toReserve, toRelease } = decideBeforeGoods(parcels, factsOf, by)
  if (toRelease.length > 0) await releaseStock(tx, toRelease, by)
  await reserveFor(tx, toReserve, by)
  return outcomes
}

/** Whoever paid first is served first; who gets nothing is held with the reason: these are answered. */
export async function reserveFor(tx: Tx, outcomes: readonly Outcome[], by: By): Promise<Outcome[]> {
  if (outcomes.length === 0) return []
  const paidAt = ({ parcel }: Outcome): number => Date.parse(parcel.orders[0]?.paidAt ?? parcel.createdAt)
  const demands = outcomes
    .toSorted((a, b) => paidAt(a) - paidAt(b))
    .map(({ parcel }) => ({ parcelId: parcel.parcelId, lines: demandOf(parcel.lines) }))
  const { short } = await reserveStock(tx, demands, by)
  const shortById = new Map(short.map((one) => [one.parcelId, one]))
  const held = outcomes.filter((outcome) => shortById.has(outcome.parcel.parcelId))
  for (const outcome of held) {
    const one = shortById.get(outcome.parcel.parcelId)
    if (!one) continue
    outcome.state = 'held'
    outcome.findings = [shortStockFinding({ sku: one.code, wanted: one.wanted, sellable: one.sellable }), ...outcome.findings]
  }
  return held
}

const instantOf = (moment: string | null): number | null => (moment === null ? null : Date.parse(moment))

const differs = ({ parcel, state, findings, reviewAfter }: Outcome): boolean =>
  state !== parcel.reviewState ||
  instantOf(reviewAfter) !== instantOf(parcel.reviewAfter) ||
  JSON.stringify(findings) !== JSON.stringify(parcel.findings)

/**
 * Reviews parcels that are locked, and writes what came out. Answers only those that changed; with `always`, the given parcels differ
 * from what is stored and all are written.
 */
export async function reviewParcels(
  tx: Tx,
  parcels: readonly WholeParcel[],
  context: ReviewContext,
  always = false,
): Promise<Outcome[]> {
  const factsOf = await readReviewFacts(tx, parcels, context.vault)
  const outcomes = await decideParcels(tx, parcels, factsOf, context.by)
  const changed = outcomes.filter((outcome) => always || (outcome.changed && differs(outcome)))
  await saveOutcomes(tx, changed, context.by)
  return changed
}

/** Writes states and findings. An approved parcel leaves the hands of whoever held it. */
export async function saveOutcomes(tx: Tx, outcomes: readonly Outcome[], by: By): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({ parcel, state, findings, reviewAfter }) => ({
    parcel_id: parcel.parcelId,
    review_state: state,
    findings,
    flags: flagsOf(findings),
    hold_reason: parcel.holdReason,
    review_after: reviewAfter,
  }))
  await tx.write(sql`
    update parcels p set review_state = r.review_state, findings = r.findings, flags = r.flags, hold_reason = r.hold_reason,
      review_after = r.review_after, version = p.version + 1,
      approved_at = case when r.review_state <> 'approved' then null when p.review_state = 'approved' then p.approved_at else ${by.now}::timestamptz end,
      approved_by = case when r.review_state <> 'approved' then null when p.review_state = 'approved' then p.approved_by else ${by.name} end,
      claimed_by = case when r.review_state in ('awaiting', 'held') then p.claimed_by end,
      claimed_name = case when r.review_state in ('awaiting', 'held') then p.claimed_name end,
      claimed_until = case when r.review_state in ('awaiting', 'held') then p.claimed_until end
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as r(parcel_id uuid, review_state text, findings jsonb, flags text, hold_reason text, review_after timestamptz)
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = r.parcel_id`)
}
