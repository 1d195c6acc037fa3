/** Delivery notes and pick lists as PDF, or in the language of a label printer. */
import type { DocumentLayout } from '#contract/documents.ts'
import type { LabelLanguage } from '#server/printers/printer.ts'
import type { DocumentContent } from './document-content.ts'
import { type LaidDocument, layDocument } from './document-layout.ts'
import { drawnPage } from './drawn-page.ts'
import { drawingOf } from './label-drawing.ts'
import { loadLabelFonts } from './label-font.ts'
import type { PrintedDocument } from './label-sheet.ts'
import { type Paper, paperMm } from './papers.ts'
import { LABEL_WRITERS, nextTurn } from './render-labels.ts'
import { addPage, closeDocument, openDocument } from './sheet-document.ts'
import { findingOf } from './sheet-page.ts'

export type DocumentLook = { layout: DocumentLayout; paper: Paper }
export type RenderedDocument = Omit<PrintedDocument, 'pdf'> & { bytes: Uint8Array; format: 'pdf' | 'raw' }

/** After so many documents others get their turn. */
const PER_TURN = 40
const mmOf = (points: number): number => Math.round((points * 254) / 72) / 10

/** One file with all of them, in the order given. `printedAt`: ISO, the date in the file. */
export async function renderDocuments(
  contents: readonly DocumentContent[],
  { layout, paper }: DocumentLook,
  { title, printedAt, language = 'pdf' }: { title: string; printedAt: string; language?: 'pdf' | LabelLanguage },
): Promise<RenderedDocument> {
  const fonts = await loadLabelFonts()
  const laid: LaidDocument[] = []
  for (const [k, content] of contents.entries()) {
    laid.push(layDocument(fonts, layout, paper, content))
    if (k % PER_TURN === PER_TURN - 1) await nextTurn()
  }
  const pages = laid.flatMap((each) => each.pages)
  const { widthMm, heightMm } = paperMm(paper)
  const tallest = heightMm ?? mmOf(Math.max(0, ...pages.map(({ heightPt }) => heightPt)))
  const findings = laid.flatMap((each, k) => {
    const number = contents[k]?.number ?? ''
    return (
      findingOf(
        number,
        each.pages.map(({ page }) => page),
      ) ?? []
    )
  })
  const facts = { pageCount: pages.length, widthMm, heightMm: tallest, findings }
  if (language !== 'pdf') {
    const drawings = pages.map(({ page, heightPt }) => drawingOf(page.marks, widthMm, heightMm ?? mmOf(heightPt)))
    return { ...facts, format: 'raw', bytes: LABEL_WRITERS[language](drawings) }
  }
  const document = openDocument(fonts, widthMm, tallest, title, printedAt)
  for (const { page, heightPt } of pages) addPage(document, page.marks, null, heightPt)
  return { ...facts, format: 'pdf', bytes: await closeDocument(document) }
}

/** The pages for a browser to draw, and where the parts stand. */
export async function previewDocument(content: DocumentContent, { layout, paper }: DocumentLook) {
  const { pages, widthPt, head, table, foot, moved } = layDocument(await loadLabelFonts(), layout, paper, content)
  return {
    pages: pages.map(({ page, heightPt }) => ({ width: widthPt, height: heightPt, ...drawnPage(page) })),
    ...{ head, table, foot },
    shortened: [...moved, ...new Set(pages.flatMap(({ page }) => [...page.shortened]))],
  }
}
