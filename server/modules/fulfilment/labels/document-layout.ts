/**
 * A delivery note or a pick list by the merchant's layout. Whatever the layout is, every line of goods is printed, over as many pages as
 * it takes, and what had no room in its box follows below in full. Pure.
 */
import type { DocumentElement, DocumentField, DocumentLayout } from '#contract/documents.ts'
import { type DocumentContent, FIELD_WORDS } from './document-content.ts'
import type { LabelFonts } from './label-font.ts'
import { beginTable, closeFlow, endTable, type Flow, flowParagraph, flowRow, openFlow, roomLeft, turnPage } from './page-flow.ts'
import { type Paper, paperMm } from './papers.ts'
import { boxWithin, fitsPlaced, writePlaced } from './placed-element.ts'
import { drawBarcode, drawQr, drawRule, mm, type SheetPage } from './sheet-page.ts'
import type { Box } from './text-fit.ts'

/** Where a part of the document came to stand; `page` from 0. */
export type Band = Box & { page: number }
export type LaidDocument = {
  widthPt: number
  pages: { page: SheetPage; heightPt: number }[]
  head: Band
  table: Band & { columns: { x: number; width: number }[] }
  foot: Band
  /** Fields that had no room and follow below. */
  moved: DocumentField[]
}

const PARAGRAPH_PT = 7.5

export function layDocument(fonts: LabelFonts, layout: DocumentLayout, paper: Paper, content: DocumentContent): LaidDocument {
  const { widthMm, heightMm } = paperMm(paper)
  const widthPt = mm(widthMm)
  const flow = openFlow(fonts, widthPt, heightMm === null ? null : mm(heightMm), mm(layout.margin), layout.sizePt)
  const moved = new Set<DocumentField>()
  const head = bandOf(flow, layout.headHeight)
  for (const element of layout.head) placeInHead(flow, element, head, content, moved)
  flow.y += head.height
  const table = flowTable(flow, layout, content)
  const footPt = mm(layout.footHeight)
  if (roomLeft(flow) < footPt && flow.y > flow.area.y) turnPage(flow)
  const foot = bandOf(flow, layout.footHeight)
  for (const element of layout.foot) placeInFoot(flow, element, foot, content, moved)
  flow.y += foot.height
  const placed = new Set([...layout.head, ...layout.foot].map(({ field }) => field))
  for (const field of content.mustTell) if (!placed.has(field)) moved.add(field)
  tellMoved(flow, content, moved)
  return { widthPt, pages: closeFlow(flow, content.footer), head, table, foot, moved: [...moved] }
}

const bandOf = (flow: Flow, heightMm: number): Band => ({
  page: flow.pages.length - 1,
  ...{ x: flow.area.x, y: flow.y, width: flow.area.width },
  height: Math.min(mm(heightMm), Math.max(0, roomLeft(flow))),
})

function placeInHead(
  flow: Flow,
  element: DocumentElement,
  band: Band,
  content: DocumentContent,
  moved: Set<DocumentField>,
): void {
  const { page } = flow
  const box = boxWithin(band, element)
  if (drawn(page, element, box, content)) return
  const text = textOf(content, element)
  const wasShortened = page.shortened.delete(element.field)
  if (box) writePlaced(page, text, element, box)
  else if (text !== '') page.shortened.add(element.field)
  if (element.field !== 'text' && page.shortened.delete(element.field)) moved.add(element.field)
  if (wasShortened) page.shortened.add(element.field)
}

/** Below the foot there is room: what does not fit is not cut, it follows. */
function placeInFoot(
  flow: Flow,
  element: DocumentElement,
  band: Band,
  content: DocumentContent,
  moved: Set<DocumentField>,
): void {
  const { page } = flow
  const box = boxWithin(band, element)
  if (drawn(page, element, box, content)) return
  const text = textOf(content, element)
  if (box && (element.field === 'text' || fitsPlaced(page, text, element, box))) writePlaced(page, text, element, box)
  else if (element.field !== 'text') moved.add(element.field)
  else page.shortened.add('text')
}

const textOf = ({ fields }: DocumentContent, { field, text }: DocumentElement): string =>
  field === 'text' ? text : (fields[field] ?? '')

/** True for what is no text. */
function drawn(page: SheetPage, { field }: DocumentElement, box: Box | null, { number }: DocumentContent): boolean {
  if (field !== 'barcode' && field !== 'qr' && field !== 'line') return false
  if (box === null) return true
  if (field === 'barcode') drawBarcode(page, number, box, 3)
  else if (field === 'qr') drawQr(page, number, box, 6)
  else drawRule(page, box.x, box.y + box.height / 2, box.width)
  return true
}

function flowTable(flow: Flow, { columns }: DocumentLayout, { rows }: DocumentContent): LaidDocument['table'] {
  const before = { pageCount: flow.pages.length, y: flow.y }
  beginTable(flow, columns)
  const top = flow.pages.length === before.pageCount ? before.y : flow.area.y
  let x = flow.area.x
  const widths = flow.columns.map(({ width }) => {
    const column = { x, width }
    x += width
    return column
  })
  const from = { page: flow.pages.length - 1, x: flow.area.x, y: top, width: flow.area.width }
  for (const row of rows)
    flowRow(
      flow,
      columns.map(({ field }) => row[field] ?? ''),
    )
  endTable(flow)
  const isOnePage = from.page === flow.pages.length - 1
  return { ...from, height: (isOnePage ? flow.y : flow.area.y + flow.area.height) - top, columns: widths }
}

function tellMoved(flow: Flow, { fields }: DocumentContent, moved: ReadonlySet<DocumentField>): void {
  for (const field of moved) {
    const text = fields[field] ?? ''
    if (text !== '') flowParagraph(flow, `${FIELD_WORDS[field] ?? ''}${text}`, flow.fonts.bold, PARAGRAPH_PT)
  }
}
