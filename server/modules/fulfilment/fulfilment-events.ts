/** Facts that fulfilment announces. They carry ids; whoever hears one reads again. */
import type { EventFact } from '#kernel/events.ts'

const fact = (kind: string, ids: readonly string[], shopIds: Iterable<string> = []): EventFact => ({
  kind: `fulfilment.${kind}`,
  permission: 'fulfilment.view',
  shopIds: [...new Set(shopIds)],
  ids: [...new Set(ids)],
})
export const batchChanged = (batchIds: readonly string[], shopIds: Iterable<string>): EventFact =>
  fact('batchChanged', batchIds, shopIds)
/** Parcels came to another station: numbered, printed, shipped, or back. */
export const parcelsMoved = (parcels: readonly { parcelId: string; shopId: string }[]): EventFact =>
  fact(
    'parcelsMoved',
    parcels.map((parcel) => parcel.parcelId),
    parcels.map((parcel) => parcel.shopId),
  )
export const parcelsShipped = (parcels: readonly { parcelId: string; shopId: string }[]): EventFact =>
  fact(
    'parcelsShipped',
    parcels.map((parcel) => parcel.parcelId),
    parcels.map((parcel) => parcel.shopId),
  )
/** Parcels on their way go on under other numbers. */
export const numbersChanged = (parcels: readonly { parcelId: string; shopId: string }[]): EventFact =>
  fact(
    'numbersChanged',
    parcels.map((parcel) => parcel.parcelId),
    parcels.map((parcel) => parcel.shopId),
  )
export const printerChanged = (printerIds: readonly string[]): EventFact => fact('printerChanged', printerIds)
export const writeBackChanged = (writeBackIds: readonly string[], shopIds: Iterable<string>): EventFact =>
  fact('writeBackChanged', writeBackIds, shopIds)
