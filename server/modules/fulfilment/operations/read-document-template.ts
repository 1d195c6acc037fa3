import { documents } from '#contract/documents.ts'
import { query } from '#kernel/operation.ts'
import { layoutFor } from '../document-template-store.ts'
import { standardLayout } from '../labels/standard-documents.ts'

export const readDocumentTemplate = query({
  name: 'fulfilment.readDocumentTemplate',
  ...documents.readDocumentTemplate,
  summary: 'How delivery notes or pick lists look on a paper, and the standard layout to go back to.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  errors: [],
  run: async (reader, { document, paper }) => ({
    ...(await layoutFor(reader, document, paper)),
    standard: standardLayout(document, paper),
  }),
})
