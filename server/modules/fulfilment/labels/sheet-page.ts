/** A page while it is being laid out: marks in points from the top left corner, and what could not be printed in full. */
import { encodeQR } from 'qr'
import { encodeCode128 } from './code128.ts'
import type { LabelFont, LabelFonts } from './label-font.ts'
import type { SheetFinding } from './label-sheet.ts'
import { ASCENT, type Box, DESCENT, fitText, printableText, shortenLine, type TextStyle, widthOf } from './text-fit.ts'

export type TextMark = {
  kind: 'text'
  font: LabelFont
  sizePt: number
  x: number
  /** Baseline of the first line. */
  y: number
  leadingPt: number
  lines: string[]
  isWhite: boolean
  /** Of its box: a printer with a narrower font of its own keeps to it. Absent = left. */
  align?: Align
}
export type Mark =
  | TextMark
  | ({ kind: 'fill' } & Box)
  | { kind: 'cut'; x: number; y: number; width: number }
  | { kind: 'bars'; x: number; y: number; height: number; modulePt: number; widths: number[]; text: string }
  | { kind: 'modules'; x: number; y: number; modulePt: number; rows: boolean[][]; text: string }

export type SheetPage = {
  fonts: LabelFonts
  marks: Mark[]
  missing: Set<string>
  shortened: Set<string>
  isBarcodeMissing: boolean
}

export type Align = 'left' | 'center' | 'right'

export const mm = (millimetres: number): number => (millimetres * 72) / 25.4
export const boxMm = (x: number, y: number, width: number, height: number): Box => ({
  x: mm(x),
  y: mm(y),
  width: mm(width),
  height: mm(height),
})

/** Label printers have 8 dots per millimetre (203 dpi); bars and modules are whole dots on whole dots, so that none is blurred. */
export const DOT_PT = mm(1 / 8)
const onDot = (points: number): number => Math.round(points / DOT_PT) * DOT_PT
const QUIET_MODULES = { code128: 10, qr: 4 }

export function openPage(fonts: LabelFonts): SheetPage {
  return { fonts, marks: [], missing: new Set(), shortened: new Set(), isBarcodeMissing: false }
}

function drawFill(page: SheetPage, box: Box): void {
  page.marks.push({ kind: 'fill', ...box })
}

export function drawRule(page: SheetPage, x: number, y: number, width: number, thickness = mm(0.25)): void {
  page.marks.push({ kind: 'fill', x, y: y - thickness / 2, width, height: thickness })
}

export function drawFrame(page: SheetPage, box: Box, thickness = mm(0.25)): void {
  drawFill(page, { ...box, height: thickness })
  drawFill(page, { ...box, y: box.y + box.height - thickness, height: thickness })
  drawFill(page, { ...box, width: thickness })
  drawFill(page, { ...box, x: box.x + box.width - thickness, width: thickness })
}

export function drawCut(page: SheetPage, x: number, y: number, width: number): void {
  page.marks.push({ kind: 'cut', x, y, width })
}

/** Text over as many lines as the box takes, from its top. `field` names it when it had to be cut. */
export function writeText(page: SheetPage, text: string, box: Box, style: TextStyle, field: string): void {
  const clean = printableText(text, style.font, page.missing)
  const fitted = fitText(clean, box.width, box.height, style)
  if (fitted.isShortened) page.shortened.add(field)
  const { sizePt, leadingPt, lines } = fitted
  if (lines.length === 0 || clean === '') return
  page.marks.push({
    kind: 'text',
    font: style.font,
    sizePt,
    leadingPt,
    lines,
    x: box.x,
    y: box.y + ASCENT * sizePt,
    isWhite: false,
  })
}

/** One line in the middle of the box's height, shrunk to the box and at last shortened to its width. */
export function writeLine(
  page: SheetPage,
  text: string,
  box: Box,
  style: TextStyle,
  field: string,
  align: Align = 'left',
  isWhite = false,
): void {
  const clean = printableText(text, style.font, page.missing).replaceAll('\n', ' ').trim()
  if (clean === '') return
  const smallest = style.sizesPt.at(-1) ?? style.sizesPt[0]
  const lowEnough = style.sizesPt.filter((size) => (ASCENT + DESCENT) * size <= box.height)
  const sizePt = lowEnough.find((size) => widthOf(clean, style.font, size) <= box.width) ?? smallest
  const isShortened = widthOf(clean, style.font, sizePt) > box.width
  const line = isShortened ? shortenLine(clean, style.font, sizePt, box.width) : clean
  if (isShortened) page.shortened.add(field)
  const slack = box.width - widthOf(line, style.font, sizePt)
  const x = box.x + (align === 'left' ? 0 : align === 'center' ? slack / 2 : slack)
  const y = box.y + (box.height - (ASCENT + DESCENT) * sizePt) / 2 + ASCENT * sizePt
  page.marks.push({ kind: 'text', font: style.font, sizePt, leadingPt: 0, lines: [line], x, y, isWhite, align })
}

/** White text on a black field. */
export function writeBadge(page: SheetPage, text: string, box: Box, style: TextStyle, field: string): void {
  if (text === '') return
  drawFill(page, box)
  writeLine(page, text, { ...box, x: box.x + 2, width: box.width - 4 }, style, field, 'center', true)
}

/** A Code 128 in the middle of the box with its quiet zones inside it; says so in words when there can be none. */
export function drawBarcode(page: SheetPage, text: string, box: Box, maxModuleDots: number): void {
  const widths = encodeCode128(text)
  const moduleCount = (widths?.reduce((sum, width) => sum + width, 0) ?? 0) + 2 * QUIET_MODULES.code128
  const dots = Math.min(maxModuleDots, Math.floor(box.width / DOT_PT / moduleCount))
  if (widths === null || dots < 1) {
    page.isBarcodeMissing = true
    const style: TextStyle = { font: page.fonts.bold, sizesPt: [14, 12, 10, 8, 6] }
    writeLine(page, '单号无法生成条码，请勿发出', box, style, 'barcode', 'center')
    return
  }
  const modulePt = dots * DOT_PT
  const x = onDot(box.x + (box.width - (moduleCount - 2 * QUIET_MODULES.code128) * modulePt) / 2)
  page.marks.push({ kind: 'bars', x, y: onDot(box.y), height: onDot(box.height), modulePt, widths, text })
}

/** A QR code (level M) in the middle of the box, quiet zone inside it. Nothing is drawn for an empty or unfit text. */
export function drawQr(page: SheetPage, text: string, box: Box, maxModuleDots: number): void {
  if (text === '' || new TextEncoder().encode(text).length > 60) return
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1))
  const moduleCount = rows.length + 2 * QUIET_MODULES.qr
  const dots = Math.min(maxModuleDots, Math.floor(Math.min(box.width, box.height) / DOT_PT / moduleCount))
  if (dots < 1) return
  const modulePt = dots * DOT_PT
  const x = onDot(box.x + (box.width - rows.length * modulePt) / 2)
  const y = onDot(box.y + (box.height - rows.length * modulePt) / 2)
  page.marks.push({ kind: 'modules', x, y, modulePt, rows, text })
}

/** What to tell about a sheet that was laid out on these pages; null = nothing. */
export function findingOf(sheet: string, pages: readonly SheetPage[]): SheetFinding | null {
  const missingCharacters = [...new Set(pages.flatMap((page) => [...page.missing]))]
  const shortenedFields = [...new Set(pages.flatMap((page) => [...page.shortened]))]
  const isBarcodeMissing = pages.some((page) => page.isBarcodeMissing)
  if (missingCharacters.length === 0 && shortenedFields.length === 0 && !isBarcodeMissing) return null
  return { sheet, missingCharacters, shortenedFields, isBarcodeMissing }
}
