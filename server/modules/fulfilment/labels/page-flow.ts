/** Paragraphs and table rows that run over as many pages as they need; nothing is cut, the next page goes on. */
import type { LabelFont, LabelFonts } from './label-font.ts'
import { type Align, drawRule, openPage, type SheetPage, writeLine } from './sheet-page.ts'
import { ASCENT, type Box, heightOfLines, printableText, shortenLines, widthOf, wrapText } from './text-fit.ts'

export type Column = { title: string; width: number; align: Align; isBold: boolean }

export type Flow = {
  fonts: LabelFonts
  pages: SheetPage[]
  page: SheetPage
  /** Where the next thing goes. */
  y: number
  /** The part of every page that takes text; below it is the page number. */
  area: Box
  sizePt: number
  /** Repeated on top of every page while a table runs; empty outside tables. */
  columns: readonly Column[]
}

const LEADING = 1.2
const CELL_GAP = 3
const FOOTER_PT = 9
/** A cell longer than this is not a product name; it is cut so that a row always fits a page. */
const MAX_CELL_LINES = 12

export function openFlow(fonts: LabelFonts, widthPt: number, heightPt: number, marginPt: number, sizePt: number): Flow {
  const page = openPage(fonts)
  const area = { x: marginPt, y: marginPt, width: widthPt - 2 * marginPt, height: heightPt - 2 * marginPt - FOOTER_PT - 2 }
  return { fonts, pages: [page], page, y: area.y, area, sizePt, columns: [] }
}

const roomLeft = (flow: Flow): number => flow.area.y + flow.area.height - flow.y

function turnPage(flow: Flow): void {
  flow.page = openPage(flow.fonts)
  flow.pages.push(flow.page)
  flow.y = flow.area.y
  if (flow.columns.length > 0) writeTableHead(flow)
}

function pushLine(flow: Flow, text: string, font: LabelFont, sizePt: number, x: number, y: number): void {
  if (text === '') return
  flow.page.marks.push({ kind: 'text', font, sizePt, leadingPt: 0, lines: [text], x, y: y + ASCENT * sizePt, isWhite: false })
}

export function flowGap(flow: Flow, points: number): void {
  flow.y += points
}

export function flowRule(flow: Flow): void {
  drawRule(flow.page, flow.area.x, flow.y + 1.5, flow.area.width)
  flow.y += 4
}

export function flowParagraph(flow: Flow, text: string, font: LabelFont, sizePt: number): void {
  const clean = printableText(text, font, flow.page.missing)
  if (clean === '') return
  const step = sizePt * LEADING
  for (const line of wrapText(clean, font, sizePt, flow.area.width)) {
    if (roomLeft(flow) < heightOfLines(1, sizePt, step)) turnPage(flow)
    pushLine(flow, line, font, sizePt, flow.area.x, flow.y)
    flow.y += step
  }
}

function writeCells(flow: Flow, cells: readonly string[][], fonts: readonly LabelFont[]): void {
  let x = flow.area.x
  flow.columns.forEach(({ width, align }, k) => {
    const font = fonts[k] ?? flow.fonts.regular
    cells[k]?.forEach((line, row) => {
      const slack = width - CELL_GAP - widthOf(line, font, flow.sizePt)
      const shift = align === 'left' ? 0 : align === 'center' ? slack / 2 : slack
      pushLine(flow, line, font, flow.sizePt, x + shift, flow.y + row * flow.sizePt * LEADING)
    })
    x += width
  })
}

function writeTableHead(flow: Flow): void {
  writeCells(
    flow,
    flow.columns.map(({ title }) => [title]),
    flow.columns.map(() => flow.fonts.bold),
  )
  flow.y += flow.sizePt * LEADING + 1
  flowRule(flow)
}

/** Column widths are shares; they are stretched to the page's width. */
export function beginTable(flow: Flow, columns: readonly Column[]): void {
  const total = columns.reduce((sum, { width }) => sum + width, 0)
  flow.columns = columns.map((column) => ({ ...column, width: (column.width * flow.area.width) / total }))
  if (roomLeft(flow) < 5 * flow.sizePt * LEADING) turnPage(flow)
  else writeTableHead(flow)
}

/** One row, its cells wrapped; a row is never parted by a page's end. `\n` in a cell begins a new line. */
export function flowRow(flow: Flow, texts: readonly string[]): void {
  const fonts = flow.columns.map(({ isBold }) => (isBold ? flow.fonts.bold : flow.fonts.regular))
  const cells = flow.columns.map(({ width }, k) => {
    const font = fonts[k] ?? flow.fonts.regular
    const clean = printableText(texts[k] ?? '', font, flow.page.missing)
    const lines = wrapText(clean, font, flow.sizePt, width - CELL_GAP, MAX_CELL_LINES + 1)
    if (lines.length > MAX_CELL_LINES) flow.page.shortened.add('items')
    return shortenLines(lines, MAX_CELL_LINES, font, flow.sizePt, width - CELL_GAP)
  })
  const step = flow.sizePt * LEADING
  const lineCount = Math.max(1, ...cells.map((lines) => lines.length))
  if (roomLeft(flow) < heightOfLines(lineCount, flow.sizePt, step) + 2) turnPage(flow)
  writeCells(flow, cells, fonts)
  flow.y += lineCount * step + 1
  drawRule(flow.page, flow.area.x, flow.y, flow.area.width, 0.3)
  flow.y += 2
}

export function endTable(flow: Flow): void {
  flow.columns = []
}

/** Numbers the pages and answers them. */
export function closeFlow(flow: Flow, footer: string): SheetPage[] {
  const { x, y, width, height } = flow.area
  flow.pages.forEach((page, k) => {
    const text = [footer, `第 ${k + 1}/${flow.pages.length} 页`].filter((part) => part !== '').join('    ')
    const style = { font: flow.fonts.regular, sizesPt: [7, 6, 5.5] as const }
    writeLine(page, text, { x, y: y + height + 2, width, height: FOOTER_PT }, style, 'footer', 'center')
  })
  return flow.pages
}
