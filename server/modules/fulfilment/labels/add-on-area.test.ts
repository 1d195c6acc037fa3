import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ADD_ON_FIELDS } from '#contract/closed-lists.ts'
import type { AddOnElement } from '#contract/print-templates.ts'
import { standardAddOn } from './add-on-area.ts'
import { previewAddOn } from './add-on-preview.ts'
import { loadLabelFonts } from './label-font.ts'
import { addOnAreaMm } from './label-formats.ts'
import { layPages } from './render-labels.ts'
import { mergedSheet, overfullSheet, sampleSheet } from './sample-sheets.ts'

const fonts = await loadLabelFonts()
const { widthMm, heightMm } = addOnAreaMm('76x130')
const standard = standardAddOn(widthMm, heightMm)
const element = (field: AddOnElement['field'], more: Partial<AddOnElement> = {}): AddOnElement => ({
  elementId: field,
  field,
  text: '谢谢惠顾',
  x: 0,
  y: 0,
  width: 30,
  height: 5,
  sizePt: 9,
  isBold: false,
  align: 'left',
  ...more,
})
const textsOf = async (elements: AddOnElement[]) =>
  (await previewAddOn(mergedSheet(), '76x130', elements)).texts.map(({ text }) => text).join('\n')

test('without a template of one’s own the area is the standard layout, mark for mark', () => {
  const plain = layPages(fonts, mergedSheet(), { size: '76x130' })
  const arranged = layPages(fonts, mergedSheet(), { size: '76x130', addOn: standard })
  assert.deepEqual(arranged.label.marks, plain.label.marks)
})

test('the preview shows the very marks that go to the printer', async () => {
  const addOn = [
    element('shopName', { x: 2, y: 1 }),
    element('items', { y: 8, height: 15 }),
    element('barcode', { y: 24, width: 60, height: 8 }),
  ]
  const preview = await previewAddOn(sampleSheet(3), '76x130', addOn)
  const printed = layPages(fonts, sampleSheet(3), { size: '76x130', addOn }).label.marks
  const lines = printed.flatMap((mark) => (mark.kind === 'text' ? mark.lines : []))
  assert.ok(preview.texts.length > 1)
  for (const { text } of preview.texts) assert.ok(lines.includes(text), text)
})

test('each field says what it is named after', async () => {
  const sheet = mergedSheet()
  assert.match(await textsOf([element('shopName')]), new RegExp(sheet.shopName))
  assert.match(await textsOf([element('totals')]), /共 \d+ 种 \d+ 件/)
  assert.match(await textsOf([element('parcel')]), /包裹 1\/2/)
  assert.match(await textsOf([element('text')]), /谢谢惠顾/)
  assert.match(await textsOf([element('waybillNumber')]), new RegExp(sheet.waybillNumber))
})

test('notes that have no place in the area are on the delivery note that follows the label', () => {
  const { notes } = layPages(fonts, mergedSheet(), { size: '76x130', addOn: [element('shopName')] })
  assert.ok(notes.length > 0)
})

test('however elements are placed, nothing is drawn off the area', async () => {
  const anyElement = fc.record({
    field: fc.constantFrom(...ADD_ON_FIELDS),
    x: fc.integer({ min: 0, max: 100 }),
    y: fc.integer({ min: 0, max: 60 }),
    width: fc.integer({ min: 3, max: 100 }),
    height: fc.integer({ min: 2, max: 60 }),
    sizePt: fc.integer({ min: 5, max: 36 }),
    isBold: fc.boolean(),
    align: fc.constantFrom('left', 'center', 'right'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(anyElement, { minLength: 1, maxLength: 6 }), async (wished) => {
      const elements = wished.map((fields, k) => ({ ...element(fields.field), ...fields, elementId: String(k) }) as AddOnElement)
      const { boxes, texts, width, height } = await previewAddOn(overfullSheet(), '76x130', elements)
      for (const box of boxes)
        assert.ok(box.x >= -1 && box.y >= -1 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1)
      for (const text of texts) assert.ok(text.x >= -1 && text.y <= height + 1, JSON.stringify(text))
    }),
    { numRuns: 60 },
  )
})
