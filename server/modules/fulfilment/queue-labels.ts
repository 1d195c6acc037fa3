/** Queueing first prints; a person's print and a resumed batch both come here. */
import { errors } from '#contract/errors.ts'
import type { Refusal } from '#contract/operation.ts'
import type { Scope } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail, refuse } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Effects } from '#kernel/operation.ts'
import { lockApprovedParcels, type ParcelForWork } from '#modules/orders/public.ts'
import { documentOrigins } from './desk-views.ts'
import { isLabelSize } from './labels/label-formats.ts'
import { printRefusal, sortOut } from './parcel-work-rules.ts'
import { assign } from './print-rules.ts'
import { type LockedPrinter, lockPrinters } from './printer-store.ts'
import { NO_SHOP } from './request-waybills.ts'
import { insertPrintJobs, type NewPrintJob, type NewSheet } from './sheet-store.ts'
import { sheetStandings } from './sheet-views.ts'
import { isDead } from './waybill-life.ts'
import { livingWaybills } from './waybill-views.ts'

export type PrintWish = {
  parcelIds: readonly string[]
  printerIds: readonly string[]
  withDeliveryNote: boolean
  batchId: string
}
type Asker = { scope: Scope; accountId: string; name: string }

/** One sheet per parcel, spread evenly over the printers in the order given. Throws notFound for a printer that is gone, printerHasNoLabels. */
export async function queueLabels(tx: Tx, wish: PrintWish, asker: Asker, effects: Effects) {
  const printerIds = [...new Set(wish.printerIds)]
  const [printers, parcels, sheets, living, origins] = await Promise.all([
    lockPrinters(tx, printerIds),
    lockApprovedParcels(tx, asker, wish.parcelIds, effects.now),
    sheetStandings(tx, wish.parcelIds),
    livingWaybills(tx, wish.parcelIds),
    documentOrigins(tx, wish.parcelIds),
  ])
  if (printers.size < printerIds.length) return fail(errors.notFound)
  requireLabels(printers.values())
  const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
  const { able, refused } = sortOut(wish.parcelIds, (id) =>
    printRefusal(id, byId.get(id), sheets.get(id)?.standing ?? 'none', isDead(living.get(id), effects.now)),
  )
  const chosen = printerIds.flatMap((id) => printers.get(id) ?? [])
  const { byPrinter, unable } = assign(
    able.flatMap((id) => byId.get(id) ?? []),
    chosen,
    (id) => origins.get(id),
  )
  const unprintable = unable.map(({ parcelId }) =>
    refuse(parcelId, errors.componentCannotPrint, { printer: chosen[0]?.name ?? '' }),
  )
  const jobs: NewPrintJob[] = []
  const newSheets: NewSheet[] = []
  for (const [printerId, part] of byPrinter) {
    if (part.length === 0) continue
    const job = { printJobId: newId(), printerId, batchId: wish.batchId, withDeliveryNote: wish.withDeliveryNote }
    jobs.push({ ...job, isReprint: false, reason: '', startedBy: asker.name })
    for (const [place, parcel] of part.entries()) {
      const waybill = living.get(parcel.parcelId)
      if (waybill) newSheets.push({ ...sheetOf(parcel, waybill.waybillId, job), place, copy: 1, state: 'queued' })
    }
    drivePrinter(effects, printers.get(printerId))
  }
  if (newSheets.length > 0) await insertPrintJobs(tx, jobs, newSheets, effects.now)
  return { queued: [...byPrinter.values()].flat(), refused: withShops([...refused, ...unprintable], byId) }
}

/** Throws printerHasNoLabels. */
export function requireLabels(printers: Iterable<LockedPrinter>): void {
  for (const { name, paper } of printers) if (!isLabelSize(paper)) fail(errors.printerHasNoLabels, { printer: name, paper })
}

export const sheetOf = (parcel: ParcelForWork, waybillId: string, job: { printJobId: string; printerId: string | null }) => ({
  sheetId: newId(),
  printJobId: job.printJobId,
  printerId: job.printerId,
  parcelId: parcel.parcelId,
  parcelNumber: parcel.number,
  shopId: parcel.shopId,
  waybillId,
  waybillNumber: parcel.waybillNumber,
})

export const withShops = (refused: readonly Refusal[], byId: ReadonlyMap<string, ParcelForWork>) =>
  refused.map((refusal) => ({ ...refusal, shopId: byId.get(refusal.id)?.shopId ?? NO_SHOP }))

/** One job at a time drives a network printer; a second one waits for it and finds what is left. A desk’s page takes its sheets itself. */
export function drivePrinter(effects: Pick<Effects, 'enqueue'>, printer: LockedPrinter | undefined): void {
  if (!printer || printer.component !== null) return
  const { printerId } = printer
  effects.enqueue({ kind: 'fulfilment.drivePrinter', payload: { printerId }, group: `printer:${printerId}` })
}
