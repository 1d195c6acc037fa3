/** May this parcel be numbered, printed, shipped? Pure: the refusal to show, or undefined. */
import { errors } from '#contract/errors.ts'
import type { Refusal } from '#contract/operation.ts'
import { refuse } from '#kernel/failure.ts'
import type { ParcelForWork } from '#modules/orders/public.ts'

/** What every step of fulfilment asks first: there, not gone, approved, not stopped by the buyer, not in another person's hands. */
function commonRefusal(id: string, parcel: ParcelForWork | undefined): Refusal | undefined {
  if (parcel === undefined) return refuse(id, errors.notFound)
  if (parcel.fulfilmentState === 'shipped') return refuse(id, errors.alreadyShipped)
  if (parcel.reviewState !== 'approved') return refuse(id, errors.notApproved, { state: parcel.reviewState })
  if (parcel.refundAsked) return refuse(id, errors.refundAsked)
  if (parcel.claimedByOther !== null) return refuse(id, errors.claimedByOther, { name: parcel.claimedByOther })
  return undefined
}

export function waybillRefusal(id: string, parcel: ParcelForWork | undefined): Refusal | undefined {
  const common = commonRefusal(id, parcel)
  if (common || !parcel?.waybillNumber) return common
  return refuse(id, errors.hasWaybill, { number: parcel.waybillNumber })
}

/** The best known sheet of a parcel's waybill: 'none' when there is nothing that could come out of a printer. */
export type SheetStanding = 'none' | 'pending' | 'unknown' | 'printed'

/** `isDead`: the platform has taken the number back, so the label would lead nowhere, or to another's parcel. */
export function printRefusal(
  id: string,
  parcel: ParcelForWork | undefined,
  sheet: SheetStanding,
  isDead: boolean,
): Refusal | undefined {
  const common = commonRefusal(id, parcel)
  if (common) return common
  if (!parcel?.waybillNumber) return refuse(id, errors.noWaybill)
  if (isDead) return refuse(id, errors.waybillRecycled, { number: parcel.waybillNumber })
  if (sheet === 'pending') return refuse(id, errors.printPending)
  if (sheet === 'unknown') return refuse(id, errors.sheetUnknown)
  return parcel.printedCount > 0 ? refuse(id, errors.alreadyPrinted) : undefined
}

/** A reprint is for something that is, or may be, on paper; it is also needed when a label tears after shipping. */
export function reprintRefusal(
  id: string,
  parcel: ParcelForWork | undefined,
  sheet: SheetStanding,
  waybill: { isTyped: boolean; isDead: boolean },
): Refusal | undefined {
  const common = commonRefusal(id, parcel)
  if (common && common.code !== errors.alreadyShipped.code) return common
  if (!parcel?.waybillNumber) return refuse(id, errors.noWaybill)
  if (waybill.isTyped) return refuse(id, errors.numberTyped)
  // What left in time has been used, so the number stays its own.
  if (waybill.isDead && parcel.fulfilmentState !== 'shipped')
    return refuse(id, errors.waybillRecycled, { number: parcel.waybillNumber })
  if (sheet === 'pending') return refuse(id, errors.printPending)
  return parcel.printedCount === 0 && sheet !== 'unknown' ? refuse(id, errors.notPrinted) : undefined
}

export function shipRefusal(id: string, parcel: ParcelForWork | undefined, isDead: boolean): Refusal | undefined {
  const common = commonRefusal(id, parcel)
  if (common) return common
  if (!parcel?.waybillNumber) return refuse(id, errors.noWaybill)
  if (isDead) return refuse(id, errors.waybillRecycled, { number: parcel.waybillNumber })
  return parcel.printedCount === 0 ? refuse(id, errors.notPrinted) : undefined
}

/** A sheet that is on its way to paper, or may be there, keeps the number; a number the carrier may be making is looked up first. */
export function voidRefusal(
  id: string,
  parcel: ParcelForWork | undefined,
  waybill: { state: string; wasSent: boolean } | undefined,
  sheet: SheetStanding,
): Refusal | undefined {
  if (parcel === undefined) return refuse(id, errors.notFound)
  if (parcel.fulfilmentState === 'shipped') return refuse(id, errors.alreadyShipped)
  if (parcel.claimedByOther !== null) return refuse(id, errors.claimedByOther, { name: parcel.claimedByOther })
  if (waybill === undefined) return refuse(id, errors.noWaybill)
  if (waybill.state === 'requested' && waybill.wasSent) return refuse(id, errors.unknownOutcome)
  return sheet === 'pending' ? refuse(id, errors.printPending) : undefined
}

/** Splits ids, each once and in the given order, into those that may and the refusals of the others. */
export function sortOut(
  ids: readonly string[],
  refusalOf: (id: string) => Refusal | undefined,
): { able: string[]; refused: Refusal[] } {
  const able: string[] = []
  const refused: Refusal[] = []
  for (const id of new Set(ids)) {
    const refusal = refusalOf(id)
    if (refusal) refused.push(refusal)
    else able.push(id)
  }
  return { able, refused }
}
