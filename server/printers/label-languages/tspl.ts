/**
 * TSPL, the language of most Chinese thermal printers, with the printer's own Song fonts and GB18030. Its commands are lines that end
 * in CR LF; quotes inside a text are written \["]. https://www.tscprinters.com (TSPL/TSPL2 Programming Manual)
 */
import iconv from 'iconv-lite'
import { cellsOf, type Drawing, type DrawnMark, type DrawnText, FOOT, startOf } from './drawing.ts'

/** Heights in dots of the simplified Chinese bitmap fonts that TSC and compatible printers bring. */
const FONTS = [16, 20, 24, 32] as const
const MOST_TIMES = 10
const GAP_MM = 2
const NOT_IN_FONT = '□'

type Font = { base: number; times: number; height: number }
const SIZES: readonly Font[] = FONTS.flatMap((base) =>
  Array.from({ length: MOST_TIMES }, (_, k) => ({ base, times: k + 1, height: base * (k + 1) })),
).toSorted((a, b) => b.height - a.height || b.base - a.base)
const SMALLEST: Font = { base: 16, times: 1, height: 16 }

/** One label after the other, each printed once. */
export function writeTspl(drawings: readonly Drawing[]): Uint8Array {
  const lines = drawings.flatMap(({ widthMm, heightMm, marks }) => [
    `SIZE ${widthMm} mm,${heightMm} mm`,
    `GAP ${GAP_MM} mm,0`,
    'DIRECTION 1',
    'CLS',
    ...marks.flatMap(linesOf),
    'PRINT 1,1',
  ])
  return iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030')
}

function linesOf(mark: DrawnMark): string[] {
  switch (mark.kind) {
    case 'fill':
      return [`BAR ${mark.x},${mark.y},${mark.width},${mark.height}`]
    case 'text':
      return textLines(mark)
    case 'badge':
      return [...textLines(mark.text), `REVERSE ${mark.x},${mark.y},${mark.width},${mark.height}`]
    case 'code128':
      return [`BARCODE ${mark.x},${mark.y},"128",${mark.height},0,0,${mark.moduleDots},${mark.moduleDots},${quoted(mark.text)}`]
    case 'qr':
      return [`QRCODE ${mark.x},${mark.y},M,${mark.moduleDots},A,0,${quoted(mark.text)}`]
  }
}

/** Bold is the same line a second time, one dot to the right: the bitmap fonts have one weight. */
function textLines(mark: DrawnText): string[] {
  const text = inFont(mark.text)
  const { base, times, height } = fontFor(mark, text)
  const x = startOf(mark, cellsOf(text) * height)
  const y = Math.max(0, Math.round(mark.baseline - FOOT * height))
  const line = (at: number): string => `TEXT ${at},${y},"TSS${base}.BF2",0,${times},${times},${quoted(text)}`
  return mark.isBold ? [line(x), line(x + 1)] : [line(x)]
}

/** The largest that is not higher and not wider than what was laid out. */
function fontFor({ height, width }: DrawnText, text: string): Font {
  const cells = cellsOf(text)
  return SIZES.find((size) => size.height <= height + 1 && cells * size.height <= width + 1) ?? SMALLEST
}

/** The printer's font has the characters that GB18030 writes with two bytes; four bytes would come out as junk. */
function inFont(text: string): string {
  return [...text].map((character) => (iconv.encode(character, 'gb18030').length > 2 ? NOT_IN_FONT : character)).join('')
}

const quoted = (text: string): string =>
  `"${text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\["]')
    .replace(/[\r\n]/g, ' ')}"`
