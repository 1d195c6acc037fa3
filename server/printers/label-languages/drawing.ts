/** One label as a thermal printer thinks of it: marks in whole dots from the top left corner, at 8 dots per millimetre (203 dpi). */

export type Drawing = { widthMm: number; heightMm: number; marks: readonly DrawnMark[] }

export type DrawnText = {
  kind: 'text'
  x: number
  /** Of the letters' feet. */
  baseline: number
  /** What the layout chose; the printer's own font may only be smaller. */
  height: number
  width: number
  align: 'left' | 'center' | 'right'
  text: string
  isBold: boolean
}

export type DrawnMark =
  | DrawnText
  | { kind: 'fill'; x: number; y: number; width: number; height: number }
  /** White letters on a black field. */
  | { kind: 'badge'; x: number; y: number; width: number; height: number; text: DrawnText }
  | { kind: 'code128'; x: number; y: number; height: number; moduleDots: number; text: string }
  | { kind: 'qr'; x: number; y: number; moduleDots: number; text: string }

/** Han characters are as wide as they are high, all others half of it: so are the fonts built into label printers. */
export function cellsOf(text: string): number {
  let cells = 0
  for (const character of text) cells += (character.codePointAt(0) ?? 0) >= 0x1100 ? 1 : 0.5
  return cells
}

/** Where a line begins when the printer's font makes it narrower than the layout's. */
export function startOf({ x, width, align }: DrawnText, drawnWidth: number): number {
  const slack = Math.max(0, width - drawnWidth)
  return Math.round(x + (align === 'left' ? 0 : align === 'center' ? slack / 2 : slack))
}

/** How far the foot of the letters is below the top of their cell. */
export const FOOT = 0.88
