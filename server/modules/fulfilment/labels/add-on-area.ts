/** The shop's own area of a label, laid out by the merchant's template. Pure. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { writeContents } from './contents-area.ts'
import type { LabelSheet } from './label-sheet.ts'
import { boxWithin, writePlaced } from './placed-element.ts'
import { drawBarcode, drawQr, drawRule, mm, type SheetPage } from './sheet-page.ts'
import { formatTime, itemText, notesOf, orderNumbersText, parcelText, quantityOf, weightText } from './sheet-words.ts'
import type { Box } from './text-fit.ts'

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
    const box = boxWithin(area, element)
    if (box) layElement(page, sheet, element, box, timeZone)
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
    default:
      writePlaced(page, textOf(sheet, element, timeZone), element, box)
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
