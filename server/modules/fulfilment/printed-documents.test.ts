/** Delivery notes and pick lists on real printers: by the merchant's layout, each once, from shelf to shelf. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import iconv from 'iconv-lite'
import type { DocumentLayout } from '#contract/documents.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { setLocations } from '#modules/inventory/operations/set-locations.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { startRawPrinter } from '#sandbox/raw-printer.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { readPdf } from './labels/read-pdf.ts'
import { addDeskPrinter } from './operations/add-desk-printer.ts'
import { addPrinter } from './operations/add-printer.ts'
import { cancelDocuments } from './operations/cancel-documents.ts'
import { downloadDocuments } from './operations/download-documents.ts'
import { listPrintedDocuments } from './operations/list-printed-documents.ts'
import { previewDocumentTemplate } from './operations/preview-document-template.ts'
import { printDocuments } from './operations/print-documents.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readDocumentTemplate } from './operations/read-document-template.ts'
import { removePrinter } from './operations/remove-printer.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { saveDocumentTemplate } from './operations/save-document-template.ts'

const keeper = 'warehouseKeeper'
let w: Warehouse
let a5: string
before(async () => {
  w = await aWarehouse()
  a5 = await printer('激光机', 'A5')
})
after(() => w.drop())
afterEach(async () => {
  w.sandbox.control.clearFaults()
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

const urlOf = (k: number) => w.sandbox.printerUrls[k] ?? ''
const printer = async (name: string, paper: 'A5' | 'A4' | 'roll80', url = urlOf(0)) =>
  (await w.t.call('owner', addPrinter, { name, url, paper })).printerId
const jobs = (name = 'label-1') => w.sandbox.control.printerJobs(name).toSorted((a, b) => a.id - b.id)
const pagesOf = (jobId: number, name = 'label-1') =>
  readPdf(w.sandbox.control.printedDocument(name, jobId) ?? assert.fail('no document'))
const textOf = (pages: ReturnType<typeof readPdf>) => pages.flatMap(({ lines }) => lines).join('\n')
const rows = async () => (await w.t.call(keeper, listPrintedDocuments, {})).rows
const codesOf = (parcelIds: readonly string[]) =>
  w.rows<{ code: string }>(sql`
    select distinct k.code from parcel_lines pl
    join order_lines l on l.merchant_id = ${w.t.merchantId} and l.line_id = pl.line_id
    join skus k on k.merchant_id = ${w.t.merchantId} and k.code = l.merchant_sku
    where pl.merchant_id = ${w.t.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[]) order by k.code`)

test('delivery notes follow the saved layout on the paper of the printer, one for each parcel in the order asked for', async () => {
  const wish = { document: 'deliveryNote', paper: 'A5' } as const
  const { layout, standard, version } = await w.t.call('owner', readDocumentTemplate, wish)
  assert.deepEqual([layout, version], [standard, 0])
  const [first, ...others] = layout.head
  assert.ok(first)
  const own: DocumentLayout = {
    ...layout,
    head: [first, ...others, { ...first, elementId: 'mine', field: 'text', text: '谢谢惠顾', y: 28 }],
    columns: layout.columns.map((column) => (column.field === 'title' ? { ...column, title: '宝贝' } : column)),
  }
  const preview = await w.t.call('owner', previewDocumentTemplate, { ...wish, layout: own })
  assert.ok(preview.pages[0]?.texts.some(({ text }) => text === '谢谢惠顾'))
  assert.deepEqual(await w.t.call('owner', saveDocumentTemplate, { ...wish, version: 0, layout: own }), { version: 1 })
  await assert.rejects(w.t.call('owner', saveDocumentTemplate, { ...wish, version: 0, layout: own }), /stale/)
  const parcelIds = (await w.orders(3)).toReversed()
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  const { documentIds, againCount } = await w.t.call(keeper, printDocuments, {
    document: 'deliveryNote',
    parcelIds,
    printerId: a5,
  })
  await w.work()
  assert.deepEqual([documentIds.length, againCount, jobs().length], [1, 0, 1])
  const pages = pagesOf(jobs()[0]?.id ?? 0)
  const numbers = await w.rows<{ id: string; number: string }>(
    sql`select parcel_id as id, waybill_number as number from parcels where merchant_id = ${w.t.merchantId}`,
  )
  assert.equal(pages.length, 3)
  for (const [k, page] of pages.entries()) {
    const text = page.lines.join('\n')
    assert.ok(Math.abs(page.widthPt - 419.53) < 0.1 && Math.abs(page.heightPt - 595.28) < 0.1)
    const number = numbers.find(({ id }) => id === parcelIds[k])?.number ?? '?'
    assert.ok(text.includes(number) && text.includes('谢谢惠顾') && text.includes('宝贝') && text.includes('第 1/1 页'), text)
  }
  assert.deepEqual(
    (await rows()).map(({ document, state, parcelCount, printerName }) => [document, state, parcelCount, printerName]),
    [['deliveryNote', 'printed', 3, '激光机']],
  )
})

test('a pick list leads from shelf to shelf, has every kind of goods once, and says when it was printed before', async () => {
  const parcelIds = await w.orders(6)
  const goods = await codesOf(parcelIds)
  const [{ warehouseId } = { warehouseId: '' }] = await w.rows<{ warehouseId: string }>(
    sql`select distinct warehouse_id as "warehouseId" from parcels where merchant_id = ${w.t.merchantId}`,
  )
  // The last code lies first on the walk.
  const items = goods.toReversed().map(({ code: sku }, k) => ({ sku, location: `A-${k + 1}` }))
  await w.t.call(keeper, setLocations, { warehouseId, items })
  const before = jobs().length
  const first = await w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId: a5 })
  await w.work()
  const pages = pagesOf(jobs()[before]?.id ?? 0)
  const lines = pages.flatMap((page) => page.lines)
  assert.deepEqual(
    lines.filter((line) => /^A-\d+$/.test(line)),
    items.map(({ location }) => location),
  )
  assert.ok(textOf(pages).includes('仓库：主仓') && textOf(pages).includes('包裹 6 个'))
  for (const { code } of goods) assert.equal(lines.join('').split(code).length, 2, code)
  const again = await w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId: a5 })
  await w.work()
  assert.deepEqual([first.againCount, again.againCount], [0, 6])
  assert.ok(textOf(pagesOf(jobs().at(-1)?.id ?? 0)).includes('补打 1'))
})

test('a delivery note behind its label follows the layout of the label’s paper', async () => {
  const wish = { document: 'deliveryNote', paper: '76x130' } as const
  const { layout } = await w.t.call('owner', readDocumentTemplate, wish)
  const columns = layout.columns.map((column) => ({ ...column, title: `甲${column.title}` }))
  await w.t.call('owner', saveDocumentTemplate, { ...wish, version: 0, layout: { ...layout, columns } })
  const parcelIds = await w.orders(1)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  await w.t.call(keeper, printParcels, { parcelIds, printerIds: [w.printerIds[1] ?? ''], withDeliveryNote: true })
  await w.work()
  assert.match(textOf(pagesOf(jobs('label-2')[0]?.id ?? 0, 'label-2').slice(1)), /甲商品/)
})

test('pieces of the roll are cut apart: each has its own length', async () => {
  const roll = await printer('小票机', 'roll80')
  const parcelIds = await w.orders(2)
  const before = jobs().length
  await w.t.call(keeper, printDocuments, { document: 'deliveryNote', parcelIds, printerId: roll })
  await w.work()
  const made = jobs().slice(before)
  assert.equal(made.length, 2)
  for (const { id } of made) {
    const [page, ...more] = pagesOf(id)
    assert.ok(more.length === 0 && Math.abs((page?.widthPt ?? 0) - 226.77) < 0.1 && (page?.heightPt ?? 0) < 600)
  }
})

test('a thermal printer with labels gets delivery notes in its own language; A4 paper it is not given', async () => {
  const thermal = await startRawPrinter()
  const wish = { name: '热敏', url: thermal.url, language: 'tspl' } as const
  await assert.rejects(w.t.call('owner', addPrinter, { ...wish, paper: 'A4' }), /paperNeedsPdf/)
  const { printerId } = await w.t.call('owner', addPrinter, { ...wish, paper: '100x150' })
  const parcelIds = await w.orders(2)
  await w.t.call(keeper, printDocuments, { document: 'deliveryNote', parcelIds, printerId })
  await w.work()
  const made = thermal.printed().map((bytes) => iconv.decode(Buffer.from(bytes, 'latin1'), 'gb18030'))
  assert.equal(made.length, 2)
  for (const label of made) assert.match(label, /^SIZE 100 mm,150 mm[\s\S]*"发货单"/)
  await thermal.stop()
})

test('the answer of the printer is lost: the document is looked up by its name and not printed twice', async () => {
  const parcelIds = await w.orders(2)
  const before = jobs().length
  w.sandbox.control.setFault({ kind: 'printerDropAfterAccept', target: 'label-1', times: 1 })
  await w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId: a5 })
  await w.work()
  assert.deepEqual([jobs().length - before, (await rows())[0]?.state], [1, 'printed'])
})

test('whoever is frozen before the printer takes it has nothing printed', async () => {
  const parcelIds = await w.orders(1)
  const accountId = await w.t.staff('临时工', [{ role: 'warehouseKeeper' }])
  const before = jobs().length
  await w.t.call({ accountId }, printDocuments, { document: 'pickList', parcelIds, printerId: a5 })
  await w.t.call('owner', freezeStaff, { accountIds: [accountId] })
  await w.work()
  assert.deepEqual([jobs().length - before, (await rows())[0]?.state], [0, 'cancelled'])
})

test('each printer is given what it can print, and is not removed while a document waits', async () => {
  const parcelIds = await w.orders(1)
  await assert.rejects(w.t.call(keeper, printParcels, { parcelIds, printerIds: [a5] }), /printerHasNoLabels/)
  const desk = { deskId: newId(), deskName: '台', component: 'cainiao', deviceName: '机', name: '台机', paper: '76x130' } as const
  const { printerId } = await w.t.call('owner', addDeskPrinter, desk)
  await assert.rejects(
    w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId }),
    /printerTakesNoDocuments/,
  )
  await w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId: a5 })
  await assert.rejects(w.t.call('owner', removePrinter, { printerId: a5 }), /printerInUse/)
  await w.work()
})

test('what waits for a printer that does not come back is taken back, and the printer can go', async () => {
  const parcelIds = await w.orders(2)
  const gone = await printer('坏打印机', 'A4', 'ipp://127.0.0.1:9/printers/none')
  const { documentIds } = await w.t.call(keeper, printDocuments, { document: 'pickList', parcelIds, printerId: gone })
  await assert.rejects(w.t.call('owner', removePrinter, { printerId: gone }), /printerInUse/)
  const stranger = { accountId: await w.t.staff('外店仓管', [{ role: 'warehouseKeeper', shopIds: [await w.t.shop()] }]) }
  const byOther = await w.t.call(stranger, cancelDocuments, { documentIds })
  assert.deepEqual(
    byOther.refused.map(({ code }) => code),
    ['notFound'],
  )
  assert.deepEqual(await w.t.call(keeper, cancelDocuments, { documentIds }), { done: documentIds, refused: [] })
  assert.deepEqual(
    (await w.t.call(keeper, cancelDocuments, { documentIds })).refused.map(({ code }) => code),
    ['documentNotWaiting'],
  )
  await w.t.call('owner', removePrinter, { printerId: gone })
  await w.work()
  assert.equal((await rows())[0]?.state, 'cancelled')
})

test('a layout that does not say what or how many is refused', async () => {
  const wish = { document: 'pickList', paper: 'A4' } as const
  const { layout } = await w.t.call('owner', readDocumentTemplate, wish)
  for (const field of ['quantity', 'title,sku,goods']) {
    const columns = layout.columns.filter((column) => !field.split(',').includes(column.field))
    await assert.rejects(
      w.t.call('owner', saveDocumentTemplate, { ...wish, version: 0, layout: { ...layout, columns } }),
      /goodsNotNamed/,
    )
  }
})

test('the PDF of chosen parcels is for whoever may print, and others’ parcels are not there', async () => {
  const parcelIds = await w.orders(3)
  const made = await w.t.call(keeper, downloadDocuments, { document: 'pickList', parcelIds, paper: 'A4' })
  assert.deepEqual([made.parcelCount, made.pageCount], [3, 1])
  const nowhere = w.t.call(keeper, downloadDocuments, { document: 'pickList', parcelIds: [made.fileId], paper: 'A4' })
  await assert.rejects(nowhere, /notFound/)
  const stranger = { accountId: await w.t.staff('他店仓管', [{ role: 'warehouseKeeper', shopIds: [await w.t.shop()] }]) }
  assert.deepEqual((await w.t.call(stranger, listPrintedDocuments, {})).rows, [])
  await assert.rejects(w.t.call(stranger, printDocuments, { document: 'pickList', parcelIds, printerId: a5 }), /notFound/)
})

test('a delivery note by itself shows the receiver masked; behind its label he stands as on the label', async () => {
  const plain = await aWarehouse({ sandbox: { maskReceivers: false } })
  try {
    const parcelIds = await plain.orders(1)
    await plain.t.call(keeper, requestWaybills, { parcelIds })
    await plain.work()
    const [label = '', note = ''] = plain.printerIds
    await plain.t.call(keeper, printParcels, { parcelIds, printerIds: [label], withDeliveryNote: true })
    await plain.t.call(keeper, printDocuments, { document: 'deliveryNote', parcelIds, printerId: note })
    await plain.work()
    const { control } = plain.sandbox
    const { name, phone, address } = control.orders(1)[0]?.receiver ?? assert.fail('no order')
    const paper = (printerName: string) => {
      const [job] = control.printerJobs(printerName)
      return textOf(readPdf(control.printedDocument(printerName, job?.id ?? 0) ?? assert.fail('no document'))).replaceAll(
        /\s/g,
        '',
      )
    }
    const says = (printerName: string) =>
      [name, phone, address].map((text) => paper(printerName).includes(text.replaceAll(/\s/g, '')))
    assert.deepEqual(
      [says('label-1'), says('label-2')],
      [
        [true, true, true],
        [false, false, false],
      ],
    )
    assert.ok(paper('label-2').includes(`${phone.slice(0, 3)}****${phone.slice(-4)}`))
  } finally {
    await plain.drop()
  }
})
