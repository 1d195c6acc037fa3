/** How a label printer is asked for its state on the raw port, and what its answer means. Pure. */
import type { LabelLanguage } from '#server/printers/printer.ts'

export type PrinterWords = {
  question: Buffer
  /** undefined = the answer is not complete. Reasons are RFC 8011 keywords, as printers that speak IPP give them. */
  readState(heard: Buffer): { isPrinting: boolean; reasons: string[] } | undefined
}

/** <ESC>!? is answered with one byte of flags. */
const TSPL_PROBLEMS: readonly [flag: number, reason: string][] = [
  [0x01, 'cover-open'],
  [0x02, 'media-jam'],
  [0x04, 'media-empty'],
  [0x08, 'marker-supply-empty'],
  [0x10, 'paused'],
  [0x80, 'other'],
]
const TSPL_PRINTING = 0x20

const tspl: PrinterWords = {
  question: Buffer.from([0x1b, 0x21, 0x3f]),
  readState(heard) {
    const flags = heard[0]
    if (flags === undefined) return undefined
    return {
      isPrinting: (flags & TSPL_PRINTING) !== 0,
      reasons: TSPL_PROBLEMS.flatMap(([flag, reason]) => ((flags & flag) === 0 ? [] : reason)),
    }
  },
}

const STX = String.fromCharCode(2)
const ETX = String.fromCharCode(3)

/** ~HS is answered with three lines between STX and ETX, each of them fields parted by commas. */
const zpl: PrinterWords = {
  question: Buffer.from('~HS\r\n', 'latin1'),
  readState(heard) {
    const lines = heard.toString('latin1').split(STX).slice(1)
    const [first, second] = lines.map((line) => (line.split(ETX)[0] ?? '').split(','))
    if (!first || !second || lines[1]?.includes(ETX) !== true) return undefined
    const isOn = (field: string | undefined): boolean => Number(field) > 0
    const problems: [string | undefined, string][] = [
      [first[1], 'media-empty'],
      [first[2], 'paused'],
      [second[2], 'cover-open'],
      [second[3], 'marker-supply-empty'],
    ]
    return {
      // Formats received and not begun, and labels left of the one under way.
      isPrinting: isOn(first[4]) || isOn(second[8]),
      reasons: problems.flatMap(([field, reason]) => (isOn(field) ? reason : [])),
    }
  },
}

export const wordsOf = (language: LabelLanguage): PrinterWords => (language === 'tspl' ? tspl : zpl)
