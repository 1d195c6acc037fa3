/** The answers of bulk acts over parcels: item by item, with the reason in the asker's language. Pure. */
import { errors } from '#contract/errors.ts'
import type { BulkResult, Refusal } from '#contract/operation.ts'
import { STATION_WORDS } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import type { Parcel, ReviewState } from './order.ts'
import { stationOf } from './order-states.ts'

type Asker = { accountId: string; language: 'zh' | 'en' }

/** Sorts parcels into those an act may touch and refusals; asked ids that were not found are refused as such. */
export function sortParcels<P extends Parcel>(
  askedIds: readonly string[],
  parcels: readonly P[],
  refusalOf: (parcel: P) => Refusal | undefined,
): { fit: P[]; refused: Refusal[] } {
  const found = new Set(parcels.map((parcel) => parcel.parcelId))
  const refused = [...new Set(askedIds)].filter((id) => !found.has(id)).map((id) => refuse(id, errors.notFound))
  const fit: P[] = []
  for (const parcel of parcels) {
    const refusal = refusalOf(parcel)
    if (refusal) refused.push(refusal)
    else fit.push(parcel)
  }
  return { fit, refused }
}

export const stationWord = (parcel: Parcel, language: Asker['language']): string =>
  STATION_WORDS[stationOf(parcel.reviewState, parcel.fulfilmentState)][language]

/** Somebody else has it in hand. */
export const refusedByClaim = (parcel: Parcel, asker: Asker): Refusal | undefined =>
  parcel.claim !== null && parcel.claim.accountId !== asker.accountId
    ? refuse(parcel.parcelId, errors.claimedByOther, { name: parcel.claim.name })
    : undefined

/** Not shipped, in one of these review states, and in nobody else's hands. */
export function refusedForReview(parcel: Parcel, asker: Asker, states: readonly ReviewState[]): Refusal | undefined {
  if (parcel.fulfilmentState === 'shipped') return refuse(parcel.parcelId, errors.alreadyShipped)
  if (!states.includes(parcel.reviewState))
    return refuse(parcel.parcelId, errors.notAwaitingReview, { state: stationWord(parcel, asker.language) })
  return refusedByClaim(parcel, asker)
}

/** States in which a person may decide about a parcel. */
export const OPEN_FOR_REVIEW: readonly ReviewState[] = ['buffering', 'awaiting', 'held']
/** States in which a parcel lies at the review station. */
export const AT_REVIEW: readonly ReviewState[] = ['awaiting', 'held']

/** The log note of a bulk act: the parcels that were done, and how many were refused. */
export const bulkNote = (result: BulkResult, details: Record<string, unknown> = {}) => ({
  objects: result.done.map((id) => ({ kind: 'parcel', id })),
  details: { done: result.done.length, refused: result.refused.length, ...details },
})
