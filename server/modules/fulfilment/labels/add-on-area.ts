/** The shop's own area of a label, laid out by the merchant's template. Pure. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { writeContents } from './contents-area.ts'
import type { LabelSheet } from './label-sheet.ts'
import { drawBarcode, drawQr, drawRule, mm, type SheetPage, writeLine, writeText } from './sheet-page.ts'
import { formatTime, itemText, notesOf, orderNumbersText, parcelText, quantityOf, weightText } from './sheet-words.ts'
import type { Box, TextStyle } from './text-fit.ts'

/** The layout of the house: everything in the whole area, notes first when room is short. */
export const standardAddOn = (widthMm: number, heightMm: number): AddOnElement[] => [
  {
    elementId: 'contents',
    field: 'contents',
    text: '',
    x: 0,
    y: 0,
    width: widthMm,
    height: heightMm,
    sizePt: 9,
    isBold: false,
    align: 'left',
  },
]

const SMALLEST_PT = 5
/** An element of which less than this is inside the area is left out. */
const LEAST = { width: mm(2.9), height: mm(1.9) }
/** Less takes no line of each part; what it would have said is on the delivery note. */
const LEAST_CONTENTS = { width: mm(20), height: mm(12) }

export function layAddOn(
  page: SheetPage,
  sheet: LabelSheet,
  area: Box,
  elements: readonly AddOnElement[],
  timeZone: string,
): void {
  for (const element of elements) {
    const box = within(area, element)
    if (box.width >= LEAST.width && box.height >= LEAST.height) layElement(page, sheet, element, box, timeZone)
    else page.shortened.add(element.field)
  }
  const tellsNotes = elements.some(({ field }) => field === 'contents' || field === 'notes')
  // No order's note may be lost: what has no place here is on the delivery note that follows.
  if (!tellsNotes && notesOf(sheet.orders).length > 0) page.shortened.add('notes')
}

function layElement(page: SheetPage, sheet: LabelSheet, element: AddOnElement, box: Box, timeZone: string): void {
  switch (element.field) {
    case 'contents':
      if (box.width >= LEAST_CONTENTS.width && box.height >= LEAST_CONTENTS.height) writeContents(page, sheet, box)
      else page.shortened.add('items').add('notes')
      break
    case 'barcode':
      drawBarcode(page, sheet.waybillNumber, box, 3)
      break
    case 'qr':
      drawQr(page, sheet.waybillNumber, box, 6)
      break
    case 'line':
      drawRule(page, box.x, box.y + box.height / 2, box.width)
      break
    default: {
      const text = textOf(sheet, element, timeZone)
      const style: TextStyle = { font: element.isBold ? page.fonts.bold : page.fonts.regular, sizesPt: sizesFrom(element.sizePt) }
      const isOneLine = box.height < 2.2 * element.sizePt && !text.includes('\n')
      if (isOneLine) writeLine(page, text, box, style, element.field, element.align)
      else writeText(page, text, box, style, element.field)
    }
  }
}

function textOf(sheet: LabelSheet, { field, text }: AddOnElement, timeZone: string): string {
  switch (field) {
    case 'shopName':
      return sheet.shopName
    case 'orderNumbers':
      return orderNumbersText(sheet.orders)
    case 'items':
      return sheet.items.map((item) => `${itemText(item)} ×${item.quantity}`).join('\n')
    case 'notes':
      return notesOf(sheet.orders)
        .map((note) => note.label + note.text)
        .join('\n')
    case 'totals':
      return `共 ${sheet.items.length} 种 ${quantityOf(sheet.items)} 件`
    case 'weight':
      return weightText(sheet.weightGrams)
    case 'parcel':
      return parcelText(sheet)
    case 'waybillNumber':
      return sheet.waybillNumber
    case 'printedAt':
      return formatTime(sheet.printedAt, timeZone)
    default:
      return text
  }
}

/** The part of an element that lies inside the area. */
function within(area: Box, element: AddOnElement): Box {
  const x = area.x + mm(element.x)
  const y = area.y + mm(element.y)
  return {
    x,
    y,
    width: Math.min(mm(element.width), area.x + area.width - x),
    height: Math.min(mm(element.height), area.y + area.height - y),
  }
}

function sizesFrom(largestPt: number): TextStyle['sizesPt'] {
  const smaller: number[] = []
  for (let sizePt = largestPt - 0.5; sizePt >= SMALLEST_PT; sizePt -= 0.5) smaller.push(sizePt)
  return [largestPt, ...smaller]
}
