import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail, refuse } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { lockApprovedParcels } from '#modules/orders/public.ts'
import { insertBatch } from '../batch-store.ts'
import { documentOrigins } from '../desk-views.ts'
import { batchChanged, printerChanged } from '../fulfilment-events.ts'
import { reprintRefusal, sortOut } from '../parcel-work-rules.ts'
import { lockPrinters } from '../printer-store.ts'
import { drivePrinter, requireLabels, sheetOf, withShops } from '../queue-labels.ts'
import { insertPrintJobs } from '../sheet-store.ts'
import { sheetStandings } from '../sheet-views.ts'
import { isDead } from '../waybill-life.ts'
import { livingWaybills } from '../waybill-views.ts'

export const reprintParcels = command({
  name: 'fulfilment.reprintParcels',
  ...fulfilment.reprintParcels,
  summary: 'Prints labels once more, with a reason; the paper says which reprint it is.',
  access: { permission: 'fulfilment.reprint', scope: 'shop' },
  audit: ({ parcelIds, printerId, reason }, { batchId }) => ({
    objects: [{ kind: 'batch', id: batchId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { count: parcelIds.length, printerId, reason },
  }),
  errors: [
    errors.notFound,
    errors.notApproved,
    errors.refundAsked,
    errors.claimedByOther,
    errors.noWaybill,
    errors.notPrinted,
    errors.numberTyped,
    errors.waybillRecycled,
    errors.printPending,
    errors.printFailed,
    errors.printCancelled,
    errors.componentCannotPrint,
    errors.printerHasNoLabels,
  ],
  async run(tx, { parcelIds, printerId, reason }, actor, effects) {
    const [printers, parcels, sheets, living, origins] = await Promise.all([
      lockPrinters(tx, [printerId]),
      lockApprovedParcels(tx, actor, parcelIds, effects.now),
      sheetStandings(tx, parcelIds),
      livingWaybills(tx, parcelIds),
      documentOrigins(tx, parcelIds),
    ])
    const printer = printers.get(printerId) ?? fail(errors.notFound)
    requireLabels([printer])
    const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
    const { able, refused } = sortOut(parcelIds, (id) => {
      const refusal = reprintRefusal(id, byId.get(id), sheets.get(id)?.standing ?? 'none', {
        isTyped: living.get(id)?.isTyped ?? false,
        isDead: isDead(living.get(id), effects.now),
      })
      if (refusal || printer.component === null || origins.get(id) === printer.component) return refusal
      return refuse(id, errors.componentCannotPrint, { printer: printer.name })
    })
    const batchId = newId()
    const job = {
      printJobId: newId(),
      printerId,
      batchId,
      withDeliveryNote: false,
      isReprint: true,
      reason,
      startedBy: actor.name,
    }
    const newSheets = able.flatMap((id, place) => {
      const [parcel, waybill] = [byId.get(id), living.get(id)]
      if (!parcel || !waybill) return []
      // Copies are counted with those downloaded and those of unknown fate.
      const copy = Math.max(sheets.get(id)?.copy ?? 0, parcel.printedCount) + 1
      return { ...sheetOf(parcel, waybill.waybillId, job), place, copy, state: 'queued' as const }
    })
    if (newSheets.length > 0) {
      await insertPrintJobs(tx, [job], newSheets, effects.now)
      drivePrinter(effects, printer)
    }
    const batch = {
      batchId,
      kind: 'print',
      options: { printerIds: [printerId], reason },
      starter: starterOf(actor),
      now: effects.now,
    } as const
    await insertBatch(tx, batch, newSheets, withShops(refused, byId))
    effects.announce(
      batchChanged(
        [batchId],
        newSheets.map((sheet) => sheet.shopId),
      ),
    )
    effects.announce(printerChanged([printerId]))
    return { batchId }
  },
})
