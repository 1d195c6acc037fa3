import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LABEL_SIZES } from '#contract/closed-lists.ts'
import { standardAddOn } from './add-on-area.ts'
import { deliveryNoteContent } from './document-content.ts'
import { layDocument } from './document-layout.ts'
import { loadLabelFonts } from './label-font.ts'
import { labelFormat } from './label-formats.ts'
import type { LabelSheet } from './label-sheet.ts'
import { mergedSheet, overfullSheet, sampleSheet } from './sample-sheets.ts'
import { pictureOfCodes, scanPicture } from './scan-codes.ts'
import { type Mark, mm, openPage, type SheetPage } from './sheet-page.ts'
import { standardLayout } from './standard-documents.ts'
import { ASCENT, type Box, heightOfLines, widthOf } from './text-fit.ts'

const fonts = await loadLabelFonts()
const ZONE = 'Asia/Shanghai'
const FORMATS = LABEL_SIZES.map((size) => ({ size, ...labelFormat(size) }))
const standardOf = ({ addOn }: (typeof FORMATS)[number]) => standardAddOn(addOn.widthMm, addOn.heightMm)

type Ink = Box & { what: string }

function inkOf(mark: Mark): Ink | null {
  if (mark.kind === 'text') {
    const { font, sizePt, lines, leadingPt, x, y } = mark
    const width = Math.max(...lines.map((line) => widthOf(line, font, sizePt)))
    return { x, y: y - ASCENT * sizePt, width, height: heightOfLines(lines.length, sizePt, leadingPt), what: lines.join('/') }
  }
  if (mark.kind === 'bars') {
    const width = mark.widths.reduce((sum, modules) => sum + modules, 0) * mark.modulePt
    return { x: mark.x - 10 * mark.modulePt, y: mark.y, width: width + 20 * mark.modulePt, height: mark.height, what: 'bars' }
  }
  if (mark.kind === 'modules') {
    const quiet = 4 * mark.modulePt
    const side = mark.rows.length * mark.modulePt + 2 * quiet
    return { x: mark.x - quiet, y: mark.y - quiet, width: side, height: side, what: 'QR' }
  }
  return null
}

/** Half a dot: rules and bars are snapped to the printer's dots. */
const TOLERANCE = mm(1 / 16)

function assertNothingCollides(marks: readonly Mark[], widthMm: number, heightMm: number): void {
  const inks = marks.map(inkOf).filter((ink) => ink !== null)
  for (const [k, a] of inks.entries()) {
    assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= mm(widthMm) && a.y + a.height <= mm(heightMm), `off the page: ${a.what}`)
    for (const b of inks.slice(k + 1)) {
      const overlapX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
      const overlapY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
      assert.ok(overlapX <= TOLERANCE || overlapY <= TOLERANCE, `"${a.what}" lies on "${b.what}"`)
    }
  }
}

/** Text keeps off every rule that is not its own badge or frame. */
function assertTextBetweenRules(page: SheetPage, template: SheetPage): void {
  const rules = template.marks.filter((mark) => mark.kind === 'fill' && mark.height < 1 && mark.width > mm(60))
  for (const mark of page.marks) {
    const ink = inkOf(mark)
    if (ink === null || mark.kind !== 'text') continue
    const top = ink.y + TOLERANCE
    const bottom = ink.y + ink.height - TOLERANCE
    for (const rule of rules)
      assert.ok(rule.kind === 'fill' && (rule.y + rule.height <= top || rule.y >= bottom), `"${ink.what}" on a rule`)
  }
}

function assertPrintable(sheet: LabelSheet): void {
  for (const format of FORMATS) {
    const { size, widthMm, heightMm } = format
    const form = openPage(fonts)
    format.layTemplate(form)
    const page = openPage(fonts)
    format.layLabel(page, sheet, ZONE, standardOf(format))
    assertNothingCollides([...form.marks, ...page.marks], widthMm, heightMm)
    assertTextBetweenRules(page, form)
    const note = layDocument(fonts, standardLayout('deliveryNote', size), size, deliveryNoteContent(sheet, ZONE))
    for (const each of note.pages) assertNothingCollides(each.page.marks, widthMm, heightMm)
  }
}

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...'杭州市西湖区文三路的，。（）请尽快发货0123456789ABCgjy -'), maxLength }),
    fc.string({ unit: 'grapheme', maxLength: Math.ceil(maxLength / 3) }),
    fc.constant('W'.repeat(maxLength)),
    fc.constant(''),
  )
const person = fc.record({
  name: text(40),
  phone: text(30),
  province: text(12),
  city: text(12),
  district: text(12),
  town: text(12),
  address: text(200),
})
const order = fc.record({
  orderNumber: text(24),
  buyerNote: text(150),
  sellerMemo: text(150),
  sellerFlag: fc.integer({ min: 0, max: 5 }),
})
const item = fc.record({ title: text(80), variant: text(40), sku: text(30), quantity: fc.integer({ min: 0, max: 99_999 }) })
const anySheet: fc.Arbitrary<LabelSheet> = fc.record({
  carrierName: text(20),
  productName: text(20),
  waybillNumber: fc.oneof(fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), text(30)),
  routeCode: text(30),
  sortedAt: fc.constantFrom(null, '2026-11-22T10:00:00Z', 'unknown'),
  receiver: person,
  sender: person,
  items: fc.array(item, { maxLength: 40 }),
  orders: fc.array(order, { maxLength: 15 }),
  parcel: fc.record({ number: fc.nat(200), count: fc.nat(200) }),
  pieceCount: fc.nat(9999),
  weightGrams: fc.option(fc.nat(9_999_999)),
  shopName: text(40),
  printedAt: fc.constantFrom('2026-11-22T10:00:00Z', ''),
  reprintNumber: fc.nat(120),
})

test('Whatever stands in a sheet, nothing overflows, overlaps or lies on a rule', () => {
  fc.assert(fc.property(anySheet, assertPrintable), { numRuns: 40 })
})

test('An ordinary, a merged and an overfull parcel fit every size', () => {
  for (const sheet of [sampleSheet(0), sampleSheet(7), mergedSheet(), overfullSheet()]) assertPrintable(sheet)
})

test('A scanner reads the waybill number from the bars of every part and from the QR code', async () => {
  for (const format of FORMATS) {
    const { widthMm, heightMm } = format
    const page = openPage(fonts)
    format.layLabel(page, sampleSheet(5), ZONE, standardOf(format))
    const number = sampleSheet(5).waybillNumber
    const parts = heightMm >= 180 && widthMm === 100 ? 2 : 1
    const expected = [...Array(parts).fill(`Code128:${number}`), `QRCode:${number}`]
    assert.deepEqual(await scanPicture(pictureOfCodes(page.marks, mm(widthMm), mm(heightMm))), expected)
  }
})
