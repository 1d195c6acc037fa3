/** The page of a packing desk, its components and the server together: the page’s own protocol code, real websockets, a real database. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { addDeskPrinter } from './operations/add-desk-printer.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listSheets } from './operations/list-sheets.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { reportDeskSheets } from './operations/report-desk-sheets.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { settleSheets } from './operations/settle-sheets.ts'
import { takeDeskSheets } from './operations/take-desk-sheets.ts'
import { aDeskPage, componentOf, lookUntil } from './testing/desk-page.ts'

const keeper = 'warehouseKeeper'
const deskId = newId()
let w: Warehouse
let printerId: string
before(async () => {
  w = await aWarehouse({ sandbox: { printComponents: { cainiao: 0, pinduoduo: 0 } } })
  const wish = {
    deskId,
    deskName: '一号打包台',
    component: 'cainiao',
    deviceName: '热敏面单机',
    name: '台一菜鸟',
    paper: '76x130',
  } as const
  printerId = (await w.t.call('owner', addDeskPrinter, wish)).printerId
})
after(() => w.drop())
afterEach(async () => {
  w.sandbox.control.clearFaults()
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

const component = () => componentOf(w, 'cainiao')
const numbered = async (count: number): Promise<string[]> => {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  return parcelIds
}
const aPage = () => aDeskPage(w, deskId)
const printed = () =>
  component()
    .printed()
    .map(({ documentId }) => documentId)
const start = (parcelIds: string[], ...more: string[]) =>
  w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId, ...more] })
const batch = (started: { batchId: string }) => w.t.call(keeper, readBatch, started)
const sheetsOf = async (id = printerId) => {
  const [job] = (await w.t.call(keeper, listPrintJobs, { printerId: id })).rows
  return (await w.t.call(keeper, listSheets, { printJobId: job?.printJobId ?? '' })).rows
}

test('a component that tells everything twice changes nothing twice', async () => {
  const parcelIds = await numbered(4)
  const before = printed().length
  w.sandbox.control.setFault({ kind: 'componentTellsTwice', target: '热敏面单机' })
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => (await batch(started)).waiting === 0)
  page.close()
  assert.deepEqual([(await batch(started)).done, printed().length - before], [4, 4])
})

test('a component that cannot draw the document fails that sheet with its own words', async () => {
  const parcelIds = await numbered(1)
  w.sandbox.control.setFault({ kind: 'componentFails', target: '热敏面单机', times: 1 })
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => (await batch(started)).waiting === 0)
  page.close()
  assert.deepEqual((await batch(started)).refused[0]?.params, { reason: '打印机故障' })
})

test('a label that is cancelled at the component is cancelled here, and may be printed again', async () => {
  const parcelIds = await numbered(1)
  w.sandbox.control.setFault({ kind: 'componentCancels', target: '热敏面单机', times: 1 })
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => (await batch(started)).waiting === 0)
  assert.deepEqual(
    [(await sheetsOf()).map(({ state, problem }) => [state, problem]), (await batch(started)).refused.map(({ code }) => code)],
    [[['cancelled', '已取消']], ['printCancelled']],
  )
  const again = await start(parcelIds)
  await lookUntil(page, async () => (await batch(again)).waiting === 0)
  page.close()
  assert.equal((await batch(again)).done, 1)
})

test('a label that is drawn and waits for paper says so', async () => {
  const parcelIds = await numbered(1)
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: '热敏面单机' })
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => (await sheetsOf())[0]?.state === 'drawn')
  assert.equal((await batch(started)).waiting, 1)
  w.sandbox.control.clearFaults()
  await lookUntil(page, async () => (await sheetsOf())[0]?.state === 'printed')
  page.close()
})

test('a line that drops after the sheet was accepted: the component is asked, nothing comes out twice, and what it never heard of asks a person', async () => {
  const parcelIds = await numbered(3)
  const before = printed().length
  w.sandbox.control.setFault({ kind: 'componentDropsAfterAccept', target: '热敏面单机', times: 2 })
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => {
    page.waitLong()
    return (await batch(started)).waiting === 0
  })
  page.close()
  const { done, refused } = await batch(started)
  const papers = printed().slice(before)
  assert.deepEqual([papers.length, new Set(papers).size, done + refused.length], [done, done, 3])
  assert.ok(done >= 2 && refused.every(({ code }) => code === 'sheetUnknown'))
})

test('a page killed between accept and printed: the next one asks the component and settles what it finds', async () => {
  const parcelIds = await numbered(2)
  const before = printed().length
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: '热敏面单机' })
  const started = await start(parcelIds)
  const killed = aPage()
  await killed.look()
  killed.close()
  assert.deepEqual([(await sheetsOf()).map(({ state }) => state), printed().length - before], [['accepted', 'accepted'], 0])
  w.sandbox.control.clearFaults()
  const page = aPage()
  await lookUntil(page, async () => {
    page.waitLong()
    return (await batch(started)).waiting === 0
  })
  page.close()
  assert.deepEqual([(await batch(started)).done, printed().length - before], [2, 2])
})

test('what a component has forgotten becomes unknown and is printed again by nobody but a person who has looked', async () => {
  const parcelIds = await numbered(1)
  const before = printed().length
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: '热敏面单机' })
  const started = await start(parcelIds)
  const killed = aPage()
  await killed.look()
  killed.close()
  component().restart()
  w.sandbox.control.clearFaults()
  const page = aPage()
  await lookUntil(page, async () => (await batch(started)).waiting === 0)
  await page.look()
  assert.deepEqual(
    (await batch(started)).refused.map(({ code }) => code),
    ['sheetUnknown'],
  )
  assert.equal(printed().length, before)
  const [sheet] = await sheetsOf()
  await w.t.call(keeper, settleSheets, { sheetIds: [sheet?.sheetId ?? ''], isPrinted: false, reason: '没有出纸' })
  const again = await start(parcelIds)
  await lookUntil(page, async () => (await batch(again)).waiting === 0)
  page.close()
  assert.equal(printed().length, before + 1)
})

test('a component that never answers leaves the sheet unknown', async () => {
  const parcelIds = await numbered(1)
  w.sandbox.control.setFault({ kind: 'componentTellsNothing', target: '热敏面单机' })
  const before = printed().length
  const started = await start(parcelIds)
  const page = aPage()
  await lookUntil(page, async () => {
    page.waitLong()
    return (await batch(started)).waiting === 0
  })
  page.close()
  assert.deepEqual([(await batch(started)).done, printed().length - before], [1, 1], 'its status told what no news did')
})

test('the answer of a taking that was lost is given again, and a sheet is handed to one taking only', async () => {
  const parcelIds = await numbered(3)
  await start(parcelIds)
  const takeId = newId()
  const first = await w.t.call(keeper, takeDeskSheets, { deskId, printerId, takeId, take: 2 })
  const again = await w.t.call(keeper, takeDeskSheets, { deskId, printerId, takeId, take: 2 })
  const other = await w.t.call(keeper, takeDeskSheets, { deskId, printerId, takeId: newId(), take: 10 })
  assert.deepEqual(again, first)
  assert.deepEqual([first.sheets.length, other.sheets.length], [2, 1])
  const ids = [...first.sheets, ...other.sheets].map(({ sheetId }) => sheetId)
  assert.equal(new Set(ids).size, 3)
  await w.t.write((tx) =>
    tx.write(
      sql`update sheets set lease_until = now() - interval '1 second' where merchant_id = ${tx.merchantId} and lease_until is not null`,
    ),
  )
  await w.makeJobsDue()
  await w.work()
  assert.deepEqual([...new Set((await sheetsOf()).map(({ state }) => state))], ['unknown'])
  const news = ids.map((sheetId) => ({ sheetId, state: 'printed' as const, problem: '' }))
  await w.t.call(keeper, reportDeskSheets, { deskId, news, printers: [] })
  assert.deepEqual(
    [...new Set((await sheetsOf()).map(({ state }) => state))],
    ['printed'],
    'the component’s own word still counts',
  )
})

test('a waybill of another platform is refused at once, with a sentence that says where it can be printed', async () => {
  const wish = {
    deskId,
    deskName: '一号打包台',
    component: 'pinduoduo',
    deviceName: '热敏面单机',
    name: '台一拼多多',
    paper: '76x130',
  } as const
  const { printerId: other } = await w.t.call('owner', addDeskPrinter, wish)
  const parcelIds = await numbered(1)
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [other] })
  assert.deepEqual(
    (await batch(started)).refused.map(({ code }) => code),
    ['componentCannotPrint'],
  )
})
