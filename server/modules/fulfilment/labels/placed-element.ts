/** Elements that a merchant placed by hand, each within its own box. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { mm, type SheetPage, writeLine, writeText } from './sheet-page.ts'
import { type Box, fitText, printableText, type TextStyle } from './text-fit.ts'

export type Placed = Omit<AddOnElement, 'field'> & { field: string }

const SMALLEST_PT = 5
/** An element of which less than this is inside the area is left out. */
const LEAST = { width: mm(2.9), height: mm(1.9) }

/** The part of an element that lies inside the area; null = hardly any. */
export function boxWithin(area: Box, element: Pick<Placed, 'x' | 'y' | 'width' | 'height'>): Box | null {
  const x = area.x + mm(element.x)
  const y = area.y + mm(element.y)
  const width = Math.min(mm(element.width), area.x + area.width - x)
  const height = Math.min(mm(element.height), area.y + area.height - y)
  return width >= LEAST.width && height >= LEAST.height ? { x, y, width, height } : null
}

export function writePlaced(page: SheetPage, text: string, element: Placed, box: Box): void {
  // No character is wider than its box.
  const style = styleOf(page, { ...element, sizePt: Math.min(element.sizePt, Math.floor(box.width * 2) / 2) }, SMALLEST_PT)
  const isOneLine = box.height < 2.2 * element.sizePt && !text.includes('\n')
  if (isOneLine) writeLine(page, text, box, style, element.field, element.align)
  else writeText(page, text, box, style, element.field)
}

/** Does the text fit its box without becoming much smaller than wished? */
export function fitsPlaced(page: SheetPage, text: string, element: Placed, box: Box): boolean {
  const style = styleOf(page, element, Math.min(element.sizePt, Math.max(6, element.sizePt * 0.75)))
  return !fitText(printableText(text, style.font, page.missing), box.width, box.height, style).isShortened
}

function styleOf(page: SheetPage, { sizePt, isBold }: Placed, smallestPt: number): TextStyle {
  const smaller: number[] = []
  for (let size = sizePt - 0.5; size >= smallestPt; size -= 0.5) smaller.push(size)
  return { font: isBold ? page.fonts.bold : page.fonts.regular, sizesPt: [sizePt, ...smaller] }
}
