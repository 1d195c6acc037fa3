/**
 * ZPL II, the language of Zebra printers, in UTF-8 (^CI28). Chinese text needs a printer with a Chinese font as its font 0 or linked to
 * it, as those sold in China have. https://docs.zebra.com (ZPL Programming Guide)
 */
import { cellsOf, type Drawing, type DrawnMark, type DrawnText, FOOT, startOf } from './drawing.ts'

const DOTS_PER_MM = 8
/** Zebra's QR command begins this far below the place it is given. */
const QR_DROP_DOTS = 10
const SMALLEST_HEIGHT = 14

export function writeZpl(drawings: readonly Drawing[]): Uint8Array {
  const lines = drawings.flatMap(({ widthMm, heightMm, marks }) => [
    `^XA^CI28^PW${Math.round(widthMm * DOTS_PER_MM)}^LL${Math.round(heightMm * DOTS_PER_MM)}^LH0,0`,
    ...marks.flatMap(linesOf),
    '^PQ1^XZ',
  ])
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8')
}

function linesOf(mark: DrawnMark): string[] {
  switch (mark.kind) {
    case 'fill':
      return [box(mark)]
    case 'text':
      return [textLine(mark, '')]
    case 'badge':
      return [box(mark), textLine(mark.text, '^FR')]
    case 'code128':
      // Mode A: the printer changes code sets by itself, as the layout reckoned.
      return [`^FO${mark.x},${mark.y}^BY${mark.moduleDots}^BCN,${mark.height},N,N,N,A^FH_^FD${escaped(mark.text)}^FS`]
    case 'qr':
      return [`^FO${mark.x},${Math.max(0, mark.y - QR_DROP_DOTS)}^BQN,2,${mark.moduleDots}^FH_^FDMA,${escaped(mark.text)}^FS`]
  }
}

/** A box as thick as its shorter side is a black field. */
function box({ x, y, width, height }: { x: number; y: number; width: number; height: number }): string {
  return `^FO${x},${y}^GB${width},${height},${Math.min(width, height)}^FS`
}

function textLine(mark: DrawnText, reverse: string): string {
  const cells = cellsOf(mark.text)
  const height = Math.max(SMALLEST_HEIGHT, Math.min(mark.height, Math.floor(mark.width / cells)))
  const x = startOf(mark, cells * height)
  const y = Math.max(0, Math.round(mark.baseline - FOOT * height))
  return `^FO${x},${y}^A0N,${height},${height}${reverse}^FH_^FD${escaped(mark.text)}^FS`
}

/** Signs that begin a command, and the one that begins a code, are written as their codes. */
const escaped = (text: string): string =>
  text.replace(/[\^~_\\]/g, (sign) => `_${sign.charCodeAt(0).toString(16).toUpperCase()}`).replace(/[\r\n]/g, ' ')
