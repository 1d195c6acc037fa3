/** Labels and delivery notes as PDF. Pure: the same sheets give the same bytes; no database, no network. */

import type { DocumentLayout } from '#contract/documents.ts'
import type { AddOnElement } from '#contract/print-templates.ts'
import { writeTspl } from '#server/printers/label-languages/tspl.ts'
import { writeZpl } from '#server/printers/label-languages/zpl.ts'
import type { LabelLanguage } from '#server/printers/printer.ts'
import { standardAddOn } from './add-on-area.ts'
import { deliveryNoteContent } from './document-content.ts'
import { layDocument } from './document-layout.ts'
import { drawingOf } from './label-drawing.ts'
import { type LabelFonts, loadLabelFonts } from './label-font.ts'
import { labelFormat } from './label-formats.ts'
import type { LabelSheet, LabelSize, PrintedDocument, SheetFinding } from './label-sheet.ts'
import { addPage, addTemplate, closeDocument, openDocument } from './sheet-document.ts'
import { findingOf, openPage, type SheetPage } from './sheet-page.ts'
import { standardLayout } from './standard-documents.ts'

export type LabelOptions = {
  size: LabelSize
  /**
   * Adds each parcel's delivery note (发货单) after its label, on as many pages as it takes. A label too small for all its
   * notes is followed by its delivery note in any case: no order's note may be lost.
   */
  withDeliveryNote?: boolean
  /** The shop's own area by the merchant's template; absent = the standard layout. */
  addOn?: readonly AddOnElement[]
  /** The delivery note by the merchant's template; absent = the standard layout. */
  noteLayout?: DocumentLayout
  /** Zone of the printed times; default Asia/Shanghai. */
  timeZone?: string
}

const CHINA = 'Asia/Shanghai'
/** Other requests get their turn after this many labels (some 15 ms of work). */
const LABELS_PER_TURN = 40

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The label's page, and the pages of its delivery note when asked for or needed. */
export function layPages(fonts: LabelFonts, sheet: LabelSheet, options: LabelOptions): { label: SheetPage; notes: SheetPage[] } {
  const format = labelFormat(options.size)
  const timeZone = options.timeZone ?? CHINA
  const label = openPage(fonts)
  format.layLabel(label, sheet, timeZone, options.addOn ?? standardAddOn(format.addOn.widthMm, format.addOn.heightMm))
  const isNoteDue = options.withDeliveryNote === true || label.shortened.has('notes')
  if (!isNoteDue) return { label, notes: [] }
  const content = deliveryNoteContent(sheet, timeZone, label.shortened.has('notes'))
  const note = layDocument(fonts, options.noteLayout ?? standardLayout('deliveryNote', options.size), options.size, content)
  return { label, notes: note.pages.map(({ page }) => page) }
}

/** One PDF with a page per sheet (and its delivery note, see the options), in the order given, and what to tell about the sheets. */
export async function renderLabelDocument(labels: readonly LabelSheet[], options: LabelOptions): Promise<PrintedDocument> {
  const fonts = await loadLabelFonts()
  const { widthMm, heightMm, layTemplate } = labelFormat(options.size)
  const title = labels.length === 1 ? `面单 ${labels[0]?.waybillNumber}` : `面单 ${labels.length} 张`
  const document = openDocument(fonts, widthMm, heightMm, title, labels[0]?.printedAt ?? '')
  const blank = openPage(fonts)
  layTemplate(blank)
  const template = addTemplate(document, 'Label', blank.marks)
  const findings: SheetFinding[] = []
  for (const [k, sheet] of labels.entries()) {
    const { label, notes } = layPages(fonts, sheet, options)
    addPage(document, label.marks, template)
    for (const note of notes) addPage(document, note.marks, null)
    const finding = findingOf(sheet.waybillNumber, [label, ...notes])
    if (finding !== null) findings.push(finding)
    if (k % LABELS_PER_TURN === LABELS_PER_TURN - 1) await nextTurn()
  }
  return { pdf: await closeDocument(document), pageCount: document.pageCount, widthMm, heightMm, findings }
}

/** `renderLabelDocument` for those who want the file alone. */
export async function renderLabels(labels: readonly LabelSheet[], options: LabelOptions): Promise<Uint8Array> {
  return (await renderLabelDocument(labels, options)).pdf
}

export const LABEL_WRITERS = { tspl: writeTspl, zpl: writeZpl } as const

/** The same pages in the language of a label printer: one label after the other, notes behind their label. */
export async function renderRawLabels(
  labels: readonly LabelSheet[],
  options: LabelOptions & { language: LabelLanguage },
): Promise<Uint8Array> {
  const fonts = await loadLabelFonts()
  const { widthMm, heightMm, layTemplate } = labelFormat(options.size)
  const blank = openPage(fonts)
  layTemplate(blank)
  const drawings = labels.flatMap((sheet) => {
    const { label, notes } = layPages(fonts, sheet, options)
    return [[...blank.marks, ...label.marks], ...notes.map(({ marks }) => marks)].map((marks) =>
      drawingOf(marks, widthMm, heightMm),
    )
  })
  return LABEL_WRITERS[options.language](drawings)
}
