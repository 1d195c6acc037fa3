/** The delivery note (发货单) that goes into the parcel: every item and every note of every order, over as many pages as it takes. */
import { bold, regular } from './label-blocks.ts'
import type { LabelFonts } from './label-font.ts'
import type { LabelSheet } from './label-sheet.ts'
import { beginTable, closeFlow, endTable, type Flow, flowGap, flowParagraph, flowRow, flowRule, openFlow } from './page-flow.ts'
import { drawBarcode, mm, type SheetPage, writeLine } from './sheet-page.ts'
import {
  addressOf,
  formatTime,
  notesOf,
  orderNumbersText,
  parcelText,
  quantityOf,
  reprintText,
  weightText,
} from './sheet-words.ts'

function flowHeader(flow: Flow, sheet: LabelSheet): void {
  const { page, area } = flow
  const titleHeight = mm(7)
  writeLine(
    page,
    sheet.shopName,
    { ...area, width: area.width * 0.62, height: titleHeight },
    bold(page, 13, 12, 11, 10, 9, 8, 7, 6),
    'shopName',
  )
  const title = ['发货单', reprintText(sheet.reprintNumber)].filter((part) => part !== '').join(' · ')
  const right = { ...area, x: area.x + area.width * 0.64, width: area.width * 0.36, height: titleHeight }
  writeLine(page, title, right, bold(page, 13, 11, 9, 8, 7, 6), 'title', 'right')
  drawBarcode(page, sheet.waybillNumber, { x: area.x, y: area.y + titleHeight + mm(1), width: area.width, height: mm(8) }, 3)
  const numberBox = { ...area, y: area.y + titleHeight + mm(9.3), height: mm(4) }
  writeLine(page, `${sheet.carrierName}  ${sheet.waybillNumber}`, numberBox, regular(page, 9, 8, 7, 6), 'waybillNumber', 'center')
  flow.y = area.y + titleHeight + mm(13.8)
  flowRule(flow)
}

export function layDeliveryNote(
  fonts: LabelFonts,
  sheet: LabelSheet,
  widthMm: number,
  heightMm: number,
  timeZone: string,
): SheetPage[] {
  const flow = openFlow(fonts, mm(widthMm), mm(heightMm), mm(3), 8)
  flowHeader(flow, sheet)
  flowParagraph(flow, orderNumbersText(sheet.orders), fonts.regular, 7.5)
  flowParagraph(flow, `收货：${sheet.receiver.name}  ${sheet.receiver.phone}  ${addressOf(sheet.receiver)}`, fonts.regular, 7.5)
  flowGap(flow, 1)
  flowRule(flow)
  beginTable(flow, [
    { title: '序', width: 7, align: 'left', isBold: false },
    { title: '商品', width: 76, align: 'left', isBold: false },
    { title: '数量', width: 13, align: 'right', isBold: true },
  ])
  sheet.items.forEach(({ title, variant, sku, quantity }, k) => {
    const kind = [variant, sku === '' ? '' : `[${sku}]`].filter((part) => part !== '').join('  ')
    flowRow(flow, [String(k + 1), kind === '' ? title : `${title}\n${kind}`, String(quantity)])
  })
  endTable(flow)
  const totals = [`共 ${sheet.items.length} 种 ${quantityOf(sheet.items)} 件`, parcelText(sheet), weightText(sheet.weightGrams)]
  flowParagraph(flow, totals.filter((part) => part !== '').join('    '), fonts.bold, 8)
  flowGap(flow, 3)
  for (const { label, text } of notesOf(sheet.orders)) flowParagraph(flow, label + text, fonts.bold, 8)
  return closeFlow(flow, `打印 ${formatTime(sheet.printedAt, timeZone)}`)
}
