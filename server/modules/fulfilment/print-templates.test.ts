import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import iconv from 'iconv-lite'
import type { AddOnElement } from '#contract/print-templates.ts'
import { type RawPrinter, startRawPrinter } from '#sandbox/raw-printer.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { addPrinter } from './operations/add-printer.ts'
import { previewPrintTemplate } from './operations/preview-print-template.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readPrintTemplate } from './operations/read-print-template.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { savePrintTemplate } from './operations/save-print-template.ts'

let w: Warehouse
let thermal: RawPrinter
before(async () => {
  w = await aWarehouse()
  thermal = await startRawPrinter()
})
after(async () => {
  await w.drop()
  await thermal.stop()
})

const thanks: AddOnElement = {
  elementId: 'thanks',
  field: 'text',
  text: '谢谢惠顾',
  x: 5,
  y: 5,
  width: 40,
  height: 6,
  sizePt: 12,
  isBold: true,
  align: 'left',
}

test('labels printed after a template was saved follow it, and a template somebody else has changed is not overwritten', async () => {
  const { printerId } = await w.t.call('owner', addPrinter, {
    name: '热敏',
    url: thermal.url,
    language: 'tspl',
    paper: '76x130',
  })
  const first = await w.t.call('owner', readPrintTemplate, { size: '76x130' })
  assert.deepEqual([first.version, first.elements], [0, first.standard])
  const wish = { size: '76x130', version: 0, elements: [...first.elements, thanks] } as const
  assert.deepEqual(await w.t.call('owner', savePrintTemplate, { ...wish, elements: [...wish.elements] }), { version: 1 })
  await assert.rejects(w.t.call('owner', savePrintTemplate, { ...wish, elements: [thanks] }), /stale/)
  const parcelIds = await w.orders(1)
  await w.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await w.work()
  await w.t.call('warehouseKeeper', printParcels, { parcelIds, printerIds: [printerId] })
  await w.work()
  assert.match(iconv.decode(Buffer.from(thermal.printed()[0] ?? '', 'latin1'), 'gb18030'), /"谢谢惠顾"/)
  const other = await w.t.call('owner', readPrintTemplate, { size: '100x180' })
  assert.equal(other.version, 0, 'the other size has a template of its own')
})

test('the preview takes the latest parcel with a waybill and shows nothing of its receiver', async () => {
  const { elements } = await w.t.call('owner', readPrintTemplate, { size: '76x130' })
  const preview = await w.t.call('owner', previewPrintTemplate, { size: '76x130', elements })
  const words = preview.texts.map(({ text }) => text).join('\n')
  assert.deepEqual([preview.isSample, /谢谢惠顾/.test(words), /\*\*\*\*|收货/.test(words)], [false, true, false])
})
