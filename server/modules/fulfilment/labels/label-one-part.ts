/** One part (一联单): carrier's fields above, the shop's items and notes below; a longer paper gives the shop more room. In millimetres. */
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
import type { LabelFormat } from './label-formats.ts'
import { boxMm, drawFrame, drawRule, mm } from './sheet-page.ts'

const X = 2
const RULES = [11.5, 25, 30, 48.5, 66.5, 75.5, 94.5]
const AREA_TOP = 95.2

/** `widthMm` 76 or more, `heightMm` 113 or more: above it the carrier's fields take what they need. */
export function onePartLabel(widthMm: number, heightMm: number): LabelFormat {
  const width = widthMm - 2 * X
  const handling = boxMm(X + 1.5, 76.8, width - 22, 17)
  const addOn = { widthMm: width - 3, heightMm: heightMm - AREA_TOP - 2.5 }
  return {
    widthMm,
    heightMm,
    addOn,
    layTemplate(page) {
      drawFrame(page, boxMm(X, X, width, heightMm - 2 * X))
      for (const y of RULES) drawRule(page, mm(X), mm(y), mm(width))
      writePersonMark(page, '收', boxMm(X + 1.2, 50, 6.4, 6.4))
      writePersonMark(page, '寄', boxMm(X + 2, 67.6, 4.6, 4.6))
      writeHandlingTemplate(page, handling)
    },
    layLabel(page, sheet, timeZone, elements) {
      writeCarrier(page, sheet, boxMm(X + 1.5, X, width - 2.5, 9.5), '')
      writeRoute(page, sheet, boxMm(X + 1, 11.6, width - 2, 13.3))
      writeHandling(page, sheet, boxMm(X + 1.5, 25, width - 3, 5), timeZone)
      writeWaybill(page, sheet.waybillNumber, boxMm(X, 31.2, width, 17), 4, mm(5))
      writePerson(
        page,
        sheet.receiver,
        boxMm(X + 9, 49.2, width - 10, 17),
        [14, 13, 12, 11, 10, 9, 8],
        [12, 11, 10, 9, 8, 7, 6.5, 6, 5.5],
        'receiver',
      )
      writePerson(
        page,
        sheet.sender,
        boxMm(X + 9, 66.8, width - 10, 8.6),
        [8, 7.5, 7, 6.5, 6, 5.5],
        [7.5, 7, 6.5, 6, 5.5],
        'sender',
      )
      writePrintTime(page, sheet, handling, boxMm(X + width - 19, 75.7, 18.6, 18.6), timeZone)
      layAddOn(page, sheet, boxMm(X + 1.5, AREA_TOP, addOn.widthMm, addOn.heightMm), elements, timeZone)
    },
  }
}
