/** 100 mm wide in two parts: 派送联 for the courier, below the cut 发货联 with its own bar code for the shop. In millimetres. */
import { layAddOn } from './add-on-area.ts'
import {
  bold,
  writeCarrier,
  writeHandling,
  writeHandlingTemplate,
  writePerson,
  writePersonMark,
  writePrintTime,
  writeRoute,
  writeWaybill,
} from './label-blocks.ts'
import type { LabelFormat } from './label-formats.ts'
import type { LabelSheet } from './label-sheet.ts'
import { boxMm, drawCut, drawFrame, drawRule, mm, type SheetPage, writeLine } from './sheet-page.ts'

const X = 3
const WIDTH = 94
const RULES = [14, 30.5, 36, 58, 79, 89.5]
const CUT_Y = 112
const LOWER = CUT_Y + 2
const HANDLING = boxMm(X + 2, 91, 66, 18)
const QR = boxMm(X + WIDTH - 22, 90, 21, 20)

/** `heightMm` 180 or more: what is below the cut is the shop's. */
export function twoPartLabel(heightMm: number): LabelFormat {
  const addOn = { widthMm: WIDTH - 4, heightMm: heightMm - LOWER - 32.5 }
  return {
    widthMm: 100,
    heightMm,
    addOn,
    layTemplate(page) {
      drawFrame(page, boxMm(X, 3, WIDTH, CUT_Y - 5))
      for (const y of RULES) drawRule(page, mm(X), mm(y), mm(WIDTH))
      writeLine(page, '派送联', boxMm(X + WIDTH - 14, 3, 13, 11), bold(page, 9), 'part', 'right')
      writePersonMark(page, '收', boxMm(X + 1.6, 60, 7, 7))
      writePersonMark(page, '寄', boxMm(X + 2.6, 80.4, 5, 5))
      writeHandlingTemplate(page, HANDLING)
      drawCut(page, 0, mm(CUT_Y), mm(100))
      drawFrame(page, boxMm(X, LOWER, WIDTH, heightMm - LOWER - 3))
      drawRule(page, mm(X), mm(LOWER + 17), mm(WIDTH))
      drawRule(page, mm(X), mm(LOWER + 28), mm(WIDTH))
      writeLine(page, '发货联', boxMm(X + 2, LOWER + 10, 28, 6), bold(page, 9), 'part')
      writePersonMark(page, '收', boxMm(X + 1.6, LOWER + 18, 4.6, 4.6))
      writePersonMark(page, '寄', boxMm(X + WIDTH / 2 + 1, LOWER + 18, 4.6, 4.6))
    },
    layLabel(page, sheet, timeZone, elements) {
      layUpper(page, sheet, timeZone)
      layLower(page, sheet)
      layAddOn(page, sheet, boxMm(X + 2, LOWER + 28.8, addOn.widthMm, addOn.heightMm), elements, timeZone)
    },
  }
}

function layUpper(page: SheetPage, sheet: LabelSheet, timeZone: string): void {
  writeCarrier(page, sheet, boxMm(X + 2, 3, WIDTH - 3, 11), '派送联')
  writeRoute(page, sheet, boxMm(X + 1, 14.3, WIDTH - 2, 16))
  writeHandling(page, sheet, boxMm(X + 2, 30.5, WIDTH - 4, 5.5), timeZone)
  writeWaybill(page, sheet.waybillNumber, boxMm(X, 37.4, WIDTH, 20), 4, mm(5.5))
  writePerson(
    page,
    sheet.receiver,
    boxMm(X + 10.5, 58.8, WIDTH - 12, 19.8),
    [16, 15, 14, 13, 12, 11, 10, 9, 8],
    [14, 13, 12, 11, 10, 9, 8, 7, 6],
    'receiver',
  )
  writePerson(page, sheet.sender, boxMm(X + 10.5, 79.5, WIDTH - 12, 9.8), [9, 8, 7, 6, 5.5], [8.5, 8, 7.5, 7, 6, 5.5], 'sender')
  writePrintTime(page, sheet, HANDLING, QR, timeZone)
}

function layLower(page: SheetPage, sheet: LabelSheet): void {
  writeLine(page, sheet.carrierName, boxMm(X + 2, LOWER + 1, 32, 9), bold(page, 15, 13, 11, 9, 8, 7, 6), 'carrierName')
  writeWaybill(page, sheet.waybillNumber, boxMm(X + 36, LOWER + 1.6, WIDTH - 37, 15), 3, mm(4))
  writePerson(page, sheet.receiver, boxMm(X + 7.5, LOWER + 17.6, WIDTH / 2 - 8, 10), [8, 7, 6, 5.5], [7, 6.5, 6, 5.5], 'receiver')
  writePerson(
    page,
    sheet.sender,
    boxMm(X + WIDTH / 2 + 7, LOWER + 17.6, WIDTH / 2 - 8, 10),
    [8, 7, 6, 5.5],
    [7, 6.5, 6, 5.5],
    'sender',
  )
}
