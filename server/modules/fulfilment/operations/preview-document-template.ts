import { documents } from '#contract/documents.ts'
import { SHOP_ZONE } from '#kernel/clock.ts'
import { query } from '#kernel/operation.ts'
import { deliveryNoteContent, pickListContent } from '../labels/document-content.ts'
import { previewDocument } from '../labels/render-documents.ts'
import { mergedSheet, samplePickList } from '../labels/sample-sheets.ts'

/** Enough to see how lines follow each other, few enough to stay on one page. */
const SAMPLE_ROWS = 5

export const previewDocumentTemplate = query({
  name: 'fulfilment.previewDocumentTemplate',
  ...documents.previewDocumentTemplate,
  summary: 'A delivery note or a pick list with made-up goods, as the layout would print it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  errors: [],
  run: (_reader, { document, paper, layout }) => {
    const content =
      document === 'deliveryNote'
        ? deliveryNoteContent(mergedSheet(), SHOP_ZONE)
        : pickListContent(samplePickList(SAMPLE_ROWS), SHOP_ZONE)
    return previewDocument(content, { layout, paper })
  },
})
