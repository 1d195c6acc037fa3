import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { insertBatch } from '../batch-store.ts'
import { batchChanged, printerChanged } from '../fulfilment-events.ts'
import { queueLabels } from '../queue-labels.ts'

export const printParcels = command({
  name: 'fulfilment.printParcels',
  ...fulfilment.printParcels,
  summary: 'Prints one label per parcel, spread evenly over the printers; each ends printed or with a refusal of its own.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ parcelIds, printerIds }, { batchId }) => ({
    objects: [{ kind: 'batch', id: batchId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { count: parcelIds.length, printerIds },
  }),
  errors: [
    errors.notFound,
    errors.notApproved,
    errors.alreadyShipped,
    errors.refundAsked,
    errors.claimedByOther,
    errors.noWaybill,
    errors.waybillRecycled,
    errors.alreadyPrinted,
    errors.printPending,
    errors.sheetUnknown,
    errors.printFailed,
    errors.printCancelled,
    errors.componentCannotPrint,
    errors.printerHasNoLabels,
  ],
  async run(tx, { parcelIds, printerIds, withDeliveryNote = false }, actor, effects) {
    const batchId = newId()
    const { queued, refused } = await queueLabels(tx, { parcelIds, printerIds, withDeliveryNote, batchId }, actor, effects)
    const batch = {
      batchId,
      kind: 'print',
      options: { printerIds, withDeliveryNote },
      starter: starterOf(actor),
      now: effects.now,
    } as const
    await insertBatch(tx, batch, queued, refused)
    effects.announce(
      batchChanged(
        [batchId],
        queued.map((parcel) => parcel.shopId),
      ),
    )
    effects.announce(printerChanged(printerIds))
    return { batchId }
  },
})
