/** 76 × 130 mm, one part (一联单): carrier's fields above, the shop's items and notes below. Lengths in millimetres. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { layAddOn } from './add-on-area.ts'
import {
  writeCarrier,
  writeHandling,
  writeHandlingTemplate,
  writePerson,
  writePersonMark,
  writePrintTime,
  writeRoute,
  writeWaybill,
} from './label-blocks.ts'
import type { LabelSheet } from './label-sheet.ts'
import { boxMm, drawFrame, drawRule, mm, type SheetPage } from './sheet-page.ts'

const X = 2
const WIDTH = 72
const TOP = 2
const HEIGHT = 126
const RULES = [11.5, 25, 30, 48.5, 66.5, 75.5, 94.5]
const HANDLING = boxMm(X + 1.5, 76.8, 50, 17)
const QR = boxMm(X + WIDTH - 19, 75.7, 18.6, 18.6)

/** The shop's own area, in mm. */
const ADD_ON = { x: X + 1.5, y: 95.2, width: WIDTH - 3, height: 32.3 }
export const addOnArea76x130 = { widthMm: ADD_ON.width, heightMm: ADD_ON.height }

export function layTemplate76x130(page: SheetPage): void {
  drawFrame(page, boxMm(X, TOP, WIDTH, HEIGHT))
  for (const y of RULES) drawRule(page, mm(X), mm(y), mm(WIDTH))
  writePersonMark(page, '收', boxMm(X + 1.2, 50, 6.4, 6.4))
  writePersonMark(page, '寄', boxMm(X + 2, 67.6, 4.6, 4.6))
  writeHandlingTemplate(page, HANDLING)
}

export function layLabel76x130(page: SheetPage, sheet: LabelSheet, timeZone: string, addOn: readonly AddOnElement[]): void {
  writeCarrier(page, sheet, boxMm(X + 1.5, TOP, WIDTH - 2.5, 9.5), '')
  writeRoute(page, sheet, boxMm(X + 1, 11.6, WIDTH - 2, 13.3))
  writeHandling(page, sheet, boxMm(X + 1.5, 25, WIDTH - 3, 5), timeZone)
  writeWaybill(page, sheet.waybillNumber, boxMm(X, 31.2, WIDTH, 17), 4, mm(5))
  writePerson(
    page,
    sheet.receiver,
    boxMm(X + 9, 49.2, WIDTH - 10, 17),
    [14, 13, 12, 11, 10, 9, 8],
    [12, 11, 10, 9, 8, 7, 6.5, 6, 5.5],
    'receiver',
  )
  writePerson(page, sheet.sender, boxMm(X + 9, 66.8, WIDTH - 10, 8.6), [8, 7.5, 7, 6.5, 6, 5.5], [7.5, 7, 6.5, 6, 5.5], 'sender')
  writePrintTime(page, sheet, HANDLING, QR, timeZone)
  layAddOn(page, sheet, boxMm(ADD_ON.x, ADD_ON.y, ADD_ON.width, ADD_ON.height), addOn, timeZone)
}
