/** Paragraphs and table rows that run over as many pages as they need; nothing is cut, the next page goes on. */
import type { LabelFont, LabelFonts } from './label-font.ts'
import { type Align, drawRule, openPage, type SheetPage, writeLine } from './sheet-page.ts'
import { ASCENT, type Box, heightOfLines, linesInHeight, printableText, shortenLines, widthOf, wrapText } from './text-fit.ts'

export type Column = { title: string; width: number; align: Align; isBold: boolean }

export type Flow = {
  fonts: LabelFonts
  pages: SheetPage[]
  page: SheetPage
  /** Where the next thing goes. */
  y: number
  /** The part of every page that takes text; below it is the page number. */
  area: Box
  marginPt: number
  /** The last page ends where the text does. */
  isRoll: boolean
  sizePt: number
  /** Repeated on top of every page while a table runs; empty outside tables. */
  columns: readonly Column[]
}

const LEADING = 1.2
const CELL_GAP = 3
const FOOTER_PT = 9
/** More than five metres of paper is no document; a new page begins, and PDF allows no longer one. */
const LONGEST_PT = 14_000
const MOST_TITLE_LINES = 2

/** `heightPt` null = from the roll. */
export function openFlow(fonts: LabelFonts, widthPt: number, heightPt: number | null, marginPt: number, sizePt: number): Flow {
  const page = openPage(fonts)
  const height = (heightPt ?? LONGEST_PT) - 2 * marginPt - FOOTER_PT - 2
  const area = { x: marginPt, y: marginPt, width: widthPt - 2 * marginPt, height }
  return { fonts, pages: [page], page, y: area.y, area, marginPt, isRoll: heightPt === null, sizePt, columns: [] }
}

export const roomLeft = (flow: Flow): number => flow.area.y + flow.area.height - flow.y

export function turnPage(flow: Flow): void {
  flow.page = openPage(flow.fonts)
  flow.pages.push(flow.page)
  flow.y = flow.area.y
  if (flow.columns.length > 0) writeTableHead(flow)
}

function pushLine(flow: Flow, text: string, font: LabelFont, sizePt: number, x: number, y: number): void {
  if (text === '') return
  flow.page.marks.push({ kind: 'text', font, sizePt, leadingPt: 0, lines: [text], x, y: y + ASCENT * sizePt, isWhite: false })
}

function flowRule(flow: Flow): void {
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

const fontOf = (flow: Flow, { isBold }: Column): LabelFont => (isBold ? flow.fonts.bold : flow.fonts.regular)

function writeCells(flow: Flow, cells: readonly string[][], fonts: readonly LabelFont[]): void {
  let x = flow.area.x
  flow.columns.forEach(({ width, align }, k) => {
    const font = fonts[k] ?? flow.fonts.regular
    cells[k]?.forEach((line, row) => {
      const slack = Math.max(0, width - CELL_GAP - widthOf(line, font, flow.sizePt))
      const shift = align === 'left' ? 0 : align === 'center' ? slack / 2 : slack
      pushLine(flow, line, font, flow.sizePt, x + shift, flow.y + row * flow.sizePt * LEADING)
    })
    x += width
  })
}

function writeTableHead(flow: Flow): void {
  const { bold } = flow.fonts
  const titles = flow.columns.map(({ title, width }) => {
    const room = width - CELL_GAP
    const lines = wrapText(printableText(title, bold, flow.page.missing), bold, flow.sizePt, room, MOST_TITLE_LINES + 1)
    return shortenLines(lines, MOST_TITLE_LINES, bold, flow.sizePt, room)
  })
  writeCells(
    flow,
    titles,
    flow.columns.map(() => bold),
  )
  flow.y += Math.max(1, ...titles.map((lines) => lines.length)) * flow.sizePt * LEADING + 1
  flowRule(flow)
}

/** Shares of the width; none becomes narrower than one character. */
function widthsOf(columns: readonly Column[], total: number, least: number): number[] {
  let shares = columns.map(({ width }) => width)
  for (const _ of columns) {
    const sum = shares.reduce((a, b) => a + b, 0)
    const widths = shares.map((share) => (share * total) / sum)
    const narrow = widths.filter((width) => width < least - 1e-6).length
    if (narrow === 0) return widths
    const wide = widths.filter((width) => width >= least - 1e-6).reduce((a, b) => a + b, 0)
    const left = total - narrow * least
    shares = widths.map((width) => (width < least - 1e-6 ? least : (width * left) / wide))
  }
  return columns.map(() => total / columns.length)
}

/** Column widths are shares; they are stretched to the page's width. */
export function beginTable(flow: Flow, columns: readonly Column[]): void {
  const widths = widthsOf(columns, flow.area.width, flow.sizePt + CELL_GAP + 1)
  flow.columns = columns.map((column, k) => ({ ...column, width: widths[k] ?? 0 }))
  if (roomLeft(flow) < 5 * flow.sizePt * LEADING) turnPage(flow)
  else writeTableHead(flow)
}

/** One row, its cells wrapped. It goes to the next page in one piece; only one that is higher than a page is parted. `\n` begins a new line. */
export function flowRow(flow: Flow, texts: readonly string[]): void {
  const fonts = flow.columns.map((column) => fontOf(flow, column))
  const cells = flow.columns.map(({ width }, k) => {
    const font = fonts[k] ?? flow.fonts.regular
    const clean = printableText(texts[k] ?? '', font, flow.page.missing)
    return clean === '' ? [] : wrapText(clean, font, flow.sizePt, width - CELL_GAP)
  })
  const step = flow.sizePt * LEADING
  const lineCount = Math.max(1, ...cells.map((lines) => lines.length))
  if (roomLeft(flow) < heightOfLines(lineCount, flow.sizePt, step) + 2) turnPage(flow)
  for (let from = 0; from < lineCount; ) {
    if (from > 0) turnPage(flow)
    const room = Math.max(1, linesInHeight(roomLeft(flow) - 2, flow.sizePt, step))
    writeCells(
      flow,
      cells.map((lines) => lines.slice(from, from + room)),
      fonts,
    )
    flow.y += Math.min(room, lineCount - from) * step + 1
    from += room
  }
  drawRule(flow.page, flow.area.x, flow.y, flow.area.width, 0.3)
  flow.y += 2
}

export function endTable(flow: Flow): void {
  flow.columns = []
}

/** Numbers the pages and answers them with their heights. */
export function closeFlow(flow: Flow, footer: string): { page: SheetPage; heightPt: number }[] {
  const { x, y, width, height } = flow.area
  return flow.pages.map((page, k) => {
    const bottom = flow.isRoll && page === flow.page ? flow.y : y + height
    const text = [footer, `第 ${k + 1}/${flow.pages.length} 页`].filter((part) => part !== '').join('    ')
    const style = { font: flow.fonts.regular, sizesPt: [7, 6, 5.5] as const }
    writeLine(page, text, { x, y: bottom + 2, width, height: FOOTER_PT }, style, 'footer', 'center')
    return { page, heightPt: bottom + 2 + FOOTER_PT + flow.marginPt }
  })
}
