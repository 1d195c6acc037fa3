import { documents } from '#contract/documents.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockApprovedParcels } from '#modules/orders/public.ts'
import { documentContents, inOrderOf } from '../document-contents.ts'
import { keepDocument } from '../document-files.ts'
import { layoutFor } from '../document-template-store.ts'
import { documentCopies } from '../document-views.ts'

export const downloadDocuments = command({
  name: 'fulfilment.downloadDocuments',
  ...documents.downloadDocuments,
  summary:
    'The delivery notes of parcels, or what to fetch from the shelves for them, as a PDF; it changes nothing about the parcels.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ document, paper }, { fileId, parcelCount }) => ({
    objects: [{ kind: 'file', id: fileId }],
    details: { document, paper, parcelCount },
  }),
  errors: [errors.notFound],
  async run(tx, { document, parcelIds, paper }, actor, { now, world }) {
    const parcels = await lockApprovedParcels(tx, actor, parcelIds, now)
    if (parcels.length === 0) return fail(errors.notFound)
    const copies = await documentCopies(tx, document, parcelIds)
    const wish = { document, parcels: inOrderOf(parcelIds, parcels), copies, pickerName: actor.name, now }
    const part = await documentContents(tx, world.vault, wish)
    const look = { paper, layout: (await layoutFor(tx, document, paper)).layout }
    const { fileId, pageCount } = await keepDocument(tx, { document, look, language: 'pdf', part, parcels, actor, now, world })
    return { fileId, parcelCount: parcels.length, pageCount }
  },
})
