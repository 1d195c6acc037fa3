import { z } from 'zod'
import { PAPERS, PRINTER_LANGUAGES } from '#contract/closed-lists.ts'
import { documentLayout } from '#contract/documents.ts'
import { shape, uuid } from '#contract/operation.ts'
import { addOnElement } from '#contract/print-templates.ts'
import { query } from '#kernel/operation.ts'
import { layoutFor } from '../document-template-store.ts'
import { documentsInside } from '../document-views.ts'
import { isLabelSize } from '../labels/label-formats.ts'
import { printerInUse } from '../printer-views.ts'
import { lastPrintedJob, waitingSheets } from '../sheet-views.ts'
import { templateFor } from '../template-store.ts'

/** More than any printer is ever given at once. */
const MOST_INSIDE = 20

export const readPrinterWork = query({
  name: 'fulfilment.readPrinterWork',
  ...shape(
    { printerId: uuid },
    z.object({
      printer: z
        .object({
          name: z.string(),
          url: z.string(),
          language: z.enum(PRINTER_LANGUAGES),
          paper: z.enum(PAPERS),
          state: z.string(),
          reasons: z.array(z.string()),
        })
        .nullable(),
      /** The shop's own area of the label, as the merchant arranged it. */
      addOn: z.array(addOnElement),
      /** The delivery note that follows a label, likewise. */
      noteLayout: documentLayout.nullable(),
      /** Sheets and documents the printer has or may have, in their order. */
      inside: z.array(
        z.object({
          sheetId: uuid,
          waybillNumber: z.string(),
          state: z.enum(['sending', 'accepted']),
          printerJobId: z.number().int().nullable(),
        }),
      ),
      /** The printer's number of a sheet it has certainly printed; null = it never printed for us. */
      lastPrinterJobId: z.number().int().nullable(),
    }),
  ),
  summary: 'What a printer has of ours.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { printerId }) {
    const [printer, waiting, documents, lastPrinterJobId] = await Promise.all([
      printerInUse(reader, printerId),
      waitingSheets(reader, printerId, MOST_INSIDE),
      documentsInside(reader, printerId, MOST_INSIDE),
      lastPrintedJob(reader, printerId),
    ])
    const sheets = waiting.flatMap(({ sheetId, waybillNumber, state, printerJobId }) =>
      state === 'queued' ? [] : { sheetId, waybillNumber, state, printerJobId },
    )
    const inside = [
      ...sheets,
      ...documents.map(({ documentId, number, ...one }) => ({ ...one, sheetId: documentId, waybillNumber: number })),
    ]
    const paper = printer?.paper
    const addOn = paper && isLabelSize(paper) ? (await templateFor(reader, paper)).elements : []
    const noteLayout = paper ? (await layoutFor(reader, 'deliveryNote', paper)).layout : null
    return { printer: printer ?? null, addOn, noteLayout, inside, lastPrinterJobId }
  },
})
