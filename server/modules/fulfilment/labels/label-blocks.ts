/** The blocks that every label is put together from: carrier, routing, bar code, persons, handling. */
import type { LabelPerson, LabelSheet } from './label-sheet.ts'
import { drawBarcode, drawFrame, drawQr, mm, type SheetPage, writeBadge, writeLine, writeText } from './sheet-page.ts'
import { addressOf, formatTime, parcelText, reprintText, weightText } from './sheet-words.ts'
import { type Box, printableText, type TextStyle, widthOf } from './text-fit.ts'

type Sizes = TextStyle['sizesPt']
export const bold = (page: SheetPage, ...sizesPt: Sizes): TextStyle => ({ font: page.fonts.bold, sizesPt })
const regular = (page: SheetPage, ...sizesPt: Sizes): TextStyle => ({ font: page.fonts.regular, sizesPt })

/** Carrier at the left; at the right, as far as there are any: product, reprint mark, parcel i/n. */
export function writeCarrier(page: SheetPage, sheet: LabelSheet, box: Box, caption: string): void {
  const badges = [
    { text: sheet.productName, field: 'productName' },
    { text: reprintText(sheet.reprintNumber), field: 'reprint' },
    { text: parcelText(sheet), field: 'parcel' },
  ].filter(({ text }) => text !== '')
  const width = mm(15)
  const height = mm(5.6)
  const gap = mm(1)
  const captionWidth = caption === '' ? 0 : mm(13)
  badges.forEach(({ text, field }, k) => {
    const x = box.x + box.width - captionWidth - (badges.length - k) * (width + gap) + gap
    writeBadge(page, text, { x, y: box.y + (box.height - height) / 2, width, height }, bold(page, 9.5, 8.5, 7.5, 6.5, 6), field)
  })
  const left = box.width - captionWidth - badges.length * (width + gap)
  writeLine(page, sheet.carrierName, { ...box, width: left }, bold(page, 20, 18, 16, 14, 12, 10, 8, 7, 6), 'carrierName')
}

export function writeRoute(page: SheetPage, sheet: LabelSheet, box: Box): void {
  writeLine(
    page,
    sheet.routeCode,
    box,
    bold(page, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10),
    'routeCode',
    'center',
  )
}

/** Sort time, pieces and weight in one row of three. */
export function writeHandling(page: SheetPage, sheet: LabelSheet, box: Box, timeZone: string): void {
  const cells = [
    sheet.sortedAt === null ? '' : `分拣 ${formatTime(sheet.sortedAt, timeZone).slice(5, 16)}`,
    `件数 ${sheet.pieceCount}`,
    sheet.weightGrams === null ? '' : `重量 ${weightText(sheet.weightGrams)}`,
  ]
  const aligns = ['left', 'center', 'right'] as const
  const width = box.width / 3
  cells.forEach((text, k) => {
    writeLine(page, text, { ...box, x: box.x + k * width, width }, regular(page, 8.5, 8, 7, 6), 'handling', aligns[k])
  })
}

/** The waybill number as bars with the number below, in groups of four from its end for reading out. */
export function writeWaybill(page: SheetPage, waybillNumber: string, box: Box, maxModuleDots: number, textHeight: number): void {
  drawBarcode(page, waybillNumber, { ...box, height: box.height - textHeight - mm(0.4) }, maxModuleDots)
  const grouped = waybillNumber.replace(/(?<=[0-9])(?=([0-9]{4})+$)/g, ' ')
  const sizes: Sizes = textHeight > mm(4) ? [12.5, 12, 11, 10, 9, 8, 7, 6] : [9, 8, 7, 6]
  writeLine(
    page,
    grouped,
    { ...box, y: box.y + box.height - textHeight, height: textHeight },
    bold(page, ...sizes),
    'waybillNumber',
    'center',
  )
}

/** 收 or 寄 in a black square at the left of a person; belongs to the template. */
export function writePersonMark(page: SheetPage, word: '收' | '寄', box: Box): void {
  writeBadge(page, word, box, bold(page, box.width > mm(5) ? 13 : 8.5), 'mark')
}

/** Both in one size; when even the smallest is too wide the name is shortened, never the phone the courier has to ring. */
function writeNameAndPhone(page: SheetPage, { name, phone }: LabelPerson, box: Box, style: TextStyle, field: string): void {
  const cleanName = printableText(name, style.font, page.missing)
  const cleanPhone = printableText(phone, style.font, page.missing)
  const { font, sizesPt } = style
  const whole = [cleanName, cleanPhone].filter((part) => part !== '').join('  ')
  const sizePt = sizesPt.find((size) => widthOf(whole, font, size) <= box.width)
  if (sizePt !== undefined) {
    writeLine(page, whole, box, { font, sizesPt: [sizePt] }, field)
    return
  }
  const smallest: TextStyle = { font, sizesPt: [sizesPt.at(-1) ?? sizesPt[0]] }
  const phoneWidth = Math.min(widthOf(cleanPhone, font, smallest.sizesPt[0]) + 1, box.width * 0.7)
  writeLine(page, cleanName, { ...box, width: box.width - phoneWidth - smallest.sizesPt[0] / 2 }, smallest, field)
  const phoneBox = { ...box, x: box.x + box.width - phoneWidth, width: phoneWidth }
  writeLine(page, cleanPhone, phoneBox, smallest, field.replace('.name', '.phone'), 'right')
}

/** Name and phone on one line, the address below it on as many lines as the box has. */
export function writePerson(
  page: SheetPage,
  person: LabelPerson,
  box: Box,
  nameSizes: Sizes,
  addressSizes: Sizes,
  field: string,
): void {
  const nameHeight = nameSizes[0] * 1.2
  const isLarge = nameSizes[0] > 10
  const name = isLarge ? bold(page, ...nameSizes) : regular(page, ...nameSizes)
  const address = isLarge ? bold(page, ...addressSizes) : regular(page, ...addressSizes)
  writeNameAndPhone(page, person, { ...box, height: nameHeight }, name, `${field}.name`)
  const rest = { ...box, y: box.y + nameHeight + 1, height: box.height - nameHeight - 1 }
  writeText(page, addressOf(person), rest, address, `${field}.address`)
}

/** What is the same on every label of the handling area: 已验视 and the line for the signature. */
export function writeHandlingTemplate(page: SheetPage, box: Box): void {
  const inspected = { x: box.x, y: box.y, width: mm(13), height: mm(5.2) }
  drawFrame(page, inspected)
  writeLine(page, '已验视', inspected, bold(page, 9), 'inspected', 'center')
  const terms = '签收前请检查外包装是否完好；您的签字代表已验收此包裹，并确认商品信息无误。'
  writeText(page, terms, { ...box, y: box.y + mm(6), height: mm(5.5) }, regular(page, 6, 5.5), 'terms')
  writeLine(page, '签收人：', { ...box, y: box.y + box.height - mm(5), height: mm(4) }, regular(page, 8), 'signature')
  const half = box.width * 0.55
  writeLine(
    page,
    '时间：',
    { x: box.x + half, y: box.y + box.height - mm(5), width: box.width - half, height: mm(4) },
    regular(page, 8),
    'signature',
  )
}

/** Print time beside 已验视, and the QR code of the waybill number in its own box. */
export function writePrintTime(page: SheetPage, sheet: LabelSheet, box: Box, qrBox: Box, timeZone: string): void {
  const timeBox = { x: box.x + mm(14.5), y: box.y, width: box.width - mm(14.5), height: mm(5.2) }
  writeLine(page, `打印 ${formatTime(sheet.printedAt, timeZone)}`, timeBox, regular(page, 7.5, 7, 6.5, 6, 5.5), 'printedAt')
  drawQr(page, sheet.waybillNumber, qrBox, 6)
}
