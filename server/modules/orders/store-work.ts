/** Parcels whose contents were planned anew: stock freed, lines moved, everything reviewed together, outcomes written. */
import type { CheckFinding, ReviewSettings } from '#contract/orders.ts'
import type { Tx } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { releaseStock } from '#modules/inventory/public.ts'
import { newParcelRow, parcelLineRows } from './new-parcels.ts'
import type { By, ReviewState, WholeParcel } from './order.ts'
import { parcelWords } from './parcel-rules.ts'
import { insertParcelLines, insertParcels, type ParcelLineRow, saveParcelWords, setParcelLines } from './parcel-store.ts'
import { readReviewFacts } from './review-facts.ts'
import { decideParcels, saveOutcomes } from './review-parcels.ts'

/** `parcel` as it is to be from now on; `was` its state before. */
export type Work = { parcel: WholeParcel; was: ReviewState; contentsChanged: boolean }
/** A parcel that has nothing left to carry. */
export type Stopped = { parcel: WholeParcel; was: ReviewState; finding: CheckFinding }
export type Rearranged = { reviewed: Work[]; stopped: Stopped[]; quantities: ParcelLineRow[]; fresh: WholeParcel[] }
/** A parcel that was made or touched; `was` is null for a new one. */
export type ParcelMove = { parcelId: string; was: ReviewState | null; is: ReviewState }

type Acting = { by: By; vault: Vault; settings?: ReadonlyMap<string, { settings: ReviewSettings }> }

export async function storeWork(tx: Tx, { by, vault, settings }: Acting, work: Rearranged): Promise<ParcelMove[]> {
  const emptied = [...work.reviewed.filter((one) => one.contentsChanged), ...work.stopped]
  const toRelease = emptied.filter(({ was }) => was === 'approved').map(({ parcel }) => parcel.parcelId)
  if (toRelease.length > 0) await releaseStock(tx, toRelease, by)
  const toReview = [...work.reviewed.map(({ parcel }) => parcel), ...work.fresh]
  const [factsOf] = await Promise.all([
    readReviewFacts(tx, toReview, vault, settings),
    work.quantities.length === 0 ? undefined : setParcelLines(tx, work.quantities),
    saveParcelWords(
      tx,
      work.reviewed.map(({ parcel }) => wordsRow(parcel)),
    ),
  ])
  const outcomes = await decideParcels(tx, toReview, factsOf, by)
  const isFresh = new Set(work.fresh.map((parcel) => parcel.parcelId))
  const inserted = outcomes.filter(({ parcel }) => isFresh.has(parcel.parcelId))
  const updated = outcomes.filter(({ parcel, changed }) => changed && !isFresh.has(parcel.parcelId))
  const stopped = work.stopped.map(({ parcel, finding }) => ({
    parcel,
    state: 'stopped' as const,
    findings: [finding],
    reviewAfter: null,
    changed: true,
  }))
  await Promise.all([
    saveOutcomes(tx, [...updated, ...stopped], by),
    insertParcels(
      tx,
      inserted.map((outcome) => newParcelRow(outcome, by)),
    ),
    insertParcelLines(
      tx,
      inserted.flatMap((outcome) => parcelLineRows(outcome.parcel)),
    ),
  ])
  const before = new Map(work.reviewed.map(({ parcel, was }) => [parcel.parcelId, was]))
  return [
    ...outcomes.map(({ parcel, state }) => ({ parcelId: parcel.parcelId, was: before.get(parcel.parcelId) ?? null, is: state })),
    ...work.stopped.map(({ parcel, was }) => ({ parcelId: parcel.parcelId, was, is: 'stopped' as const })),
  ]
}

export const wordsRow = (parcel: WholeParcel) => ({
  ...parcelWords(parcel.orders, parcel.lines),
  parcel_id: parcel.parcelId,
  receiver_key: parcel.receiverKey,
  merge_group: parcel.mergeGroup,
  receiver_text: parcel.receiverText,
  province: parcel.province,
  merged_from: parcel.mergedFrom,
})
