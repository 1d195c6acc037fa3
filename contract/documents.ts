/** Delivery notes (发货单) and pick lists (拣货单): how they look, and printing them. */
import { z } from 'zod'
import { DOCUMENT_COLUMNS, DOCUMENT_FIELDS, DOCUMENTS, PAPERS } from './closed-lists.ts'
import { SHEET_STATES } from './fulfilment.ts'
import { bulkResult, cursor, idBatch, moment, pageOf, shape, shortText, uuid } from './operation.ts'
import { drawnPage, placedElement } from './print-templates.ts'

const document = z.enum(DOCUMENTS)
const paper = z.enum(PAPERS)
const elements = z.array(placedElement([...DOCUMENT_FIELDS.deliveryNote, ...DOCUMENT_FIELDS.pickList])).max(40)
export type DocumentElement = z.infer<typeof elements>[number]
export type DocumentField = DocumentElement['field']
const column = z.strictObject({
  field: z.enum([...DOCUMENT_COLUMNS.deliveryNote, ...DOCUMENT_COLUMNS.pickList]),
  title: z.string().max(20),
  /** A share: together the columns fill the width of the paper. */
  width: z.number().min(1).max(200),
  isBold: z.boolean(),
  align: z.enum(['left', 'center', 'right']),
})
export type DocumentColumn = z.infer<typeof column>

/** Above the goods, on the first page, the head; then every line of goods over as many pages as it takes; then the foot. Lengths in mm. */
export const documentLayout = z.strictObject({
  margin: z.number().min(0).max(10),
  headHeight: z.number().min(0).max(200),
  head: elements,
  /** One names the goods and one says how many. */
  columns: z.array(column).min(2).max(7),
  /** Of the lines of goods. */
  sizePt: z.number().min(5).max(12),
  footHeight: z.number().min(0).max(200),
  foot: elements,
})
export type DocumentLayout = z.infer<typeof documentLayout>

const band = z.object({ page: z.number().int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() })
const printedDocumentRow = z.object({
  documentId: uuid,
  document,
  number: z.string(),
  printerName: z.string(),
  parcelCount: z.number().int(),
  state: z.enum(SHEET_STATES),
  problem: z.string(),
  startedBy: z.string(),
  createdAt: moment,
})

export const documents = {
  /** Version 0 = never changed: the house's own layout. */
  readDocumentTemplate: shape(
    { document, paper },
    z.object({
      layout: documentLayout,
      version: z.number().int(),
      savedBy: z.string(),
      savedAt: moment.nullable(),
      /** To go back to. */
      standard: documentLayout,
    }),
  ),
  /** `version`: what was read; somebody else's newer one is not overwritten. */
  saveDocumentTemplate: shape(
    { document, paper, version: z.number().int().min(0), layout: documentLayout },
    z.object({ version: z.number().int() }),
  ),
  /** Made-up goods, laid out by the code that prints. Lengths in points; `head`, `table` and `foot` are where the parts came to stand. */
  previewDocumentTemplate: shape(
    { document, paper, layout: documentLayout },
    z.object({
      pages: z.array(z.object({ width: z.number(), height: z.number(), ...drawnPage })),
      head: band,
      table: band.extend({ columns: z.array(z.object({ x: z.number(), width: z.number() })) }),
      foot: band,
      /** What had no room where it stands and follows below in full. */
      shortened: z.array(z.string()),
    }),
  ),
  /** The delivery notes of these parcels, or what to fetch for them, on a printer; one job per document. */
  printDocuments: shape(
    { document, parcelIds: idBatch, printerId: uuid },
    /** `againCount`: parcels for which such a document was printed before. */
    z.object({ documentIds: z.array(uuid), parcelCount: z.number().int(), againCount: z.number().int() }),
  ),
  /** The same as a PDF for the browser. Changes nothing about the parcels. */
  downloadDocuments: shape(
    { document, parcelIds: idBatch, paper },
    z.object({ fileId: uuid, parcelCount: z.number().int(), pageCount: z.number().int() }),
  ),
  /** Those that no printer has yet. */
  cancelDocuments: shape({ documentIds: idBatch }, bulkResult),
  listPrintedDocuments: shape({ search: shortText.optional(), cursor: cursor.optional() }, pageOf(printedDocumentRow)),
}
export type PrintedDocumentRow = z.infer<typeof printedDocumentRow>
