import { documents } from '#contract/documents.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { lockApprovedParcels } from '#modules/orders/public.ts'
import { documentContents, inOrderOf } from '../document-contents.ts'
import { keepDocument } from '../document-files.ts'
import { insertDocuments, type NewDocument } from '../document-store.ts'
import { layoutFor } from '../document-template-store.ts'
import { documentCopies } from '../document-views.ts'
import { printerChanged } from '../fulfilment-events.ts'
import { lockPrinters } from '../printer-store.ts'
import { printerInUse } from '../printer-views.ts'
import { drivePrinter } from '../queue-labels.ts'

export const printDocuments = command({
  name: 'fulfilment.printDocuments',
  ...documents.printDocuments,
  summary: 'Prints the delivery notes of parcels, or what to fetch for them, by the layout of the paper in the printer.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ document, parcelIds, printerId }, { documentIds, againCount }) => ({
    objects: [{ kind: 'printer', id: printerId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { document, documentIds, againCount },
  }),
  errors: [errors.notFound, errors.printerTakesNoDocuments],
  async run(tx, { document, parcelIds, printerId }, actor, effects) {
    const { now, world } = effects
    const locked = (await lockPrinters(tx, [printerId])).get(printerId)
    const printer = await printerInUse(tx, printerId)
    if (!locked || !printer) return fail(errors.notFound)
    if (printer.component !== null) return fail(errors.printerTakesNoDocuments, { printer: printer.name })
    const parcels = await lockApprovedParcels(tx, actor, parcelIds, now)
    if (parcels.length === 0) return fail(errors.notFound)
    const copies = await documentCopies(tx, document, parcelIds)
    const wish = { document, parcels: inOrderOf(parcelIds, parcels), copies, pickerName: actor.name, now }
    const contents = await documentContents(tx, world.vault, wish)
    const { paper, language } = printer
    const look = { paper, layout: (await layoutFor(tx, document, paper)).layout }
    // Each piece from a roll has a length of its own, and a print head has room for little at once.
    const isOneFile = language === 'pdf' && paper !== 'roll80'
    const files = isOneFile && contents.length > 0 ? [contents] : contents.map((one) => [one])
    const order = { document, look, language, parcels, actor, now, world }
    const made: NewDocument[] = []
    for (const [place, part] of files.entries())
      made.push({ ...(await keepDocument(tx, { ...order, part })), documentId: newId(), place })
    await insertDocuments(tx, { document, printerId, starter: starterOf(actor), now }, made)
    drivePrinter(effects, locked)
    effects.announce(printerChanged([printerId]))
    return { documentIds: made.map(({ documentId }) => documentId), parcelCount: parcels.length, againCount: copies.size }
  },
})
