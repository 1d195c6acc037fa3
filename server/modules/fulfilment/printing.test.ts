import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { ipp } from '#server/printers/ipp/ipp.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { cancelBatch } from './operations/cancel-batch.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listPrinters } from './operations/list-printers.ts'
import { listSheets } from './operations/list-sheets.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { reprintParcels } from './operations/reprint-parcels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { resumeBatch } from './operations/resume-batch.ts'
import { settleSheets } from './operations/settle-sheets.ts'
import { spread } from './print-rules.ts'

let w: Warehouse
before(async () => {
  w = await aWarehouse()
})
after(() => w.drop())
afterEach(async () => {
  w.sandbox.control.clearFaults()
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

const keeper = 'warehouseKeeper'
const numbered = async (count: number): Promise<string[]> => {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  return parcelIds
}
const numbersOf = async (parcelIds: string[]): Promise<string[]> => {
  const rows = await w.rows<{ id: string; n: string }>(
    sql`select parcel_id as id, waybill_number as n from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
  )
  const byId = new Map(rows.map(({ id, n }) => [id, n]))
  return parcelIds.map((id) => byId.get(id) ?? '')
}
/** Waybill numbers in the order in which they came out. */
const cameOut = (printer: string): string[] =>
  w.sandbox.control
    .printerJobs(printer)
    .toSorted((a, b) => a.id - b.id)
    .map((job) => job.name.split(' ')[0] ?? '')
const printed = (printer: string, numbers: string[]) => cameOut(printer).filter((number) => numbers.includes(number))

test('two printers share a batch in unbroken runs, each keeps the order, and each sheet comes out once', async () => {
  const parcelIds = await numbered(21)
  const numbers = await numbersOf(parcelIds)
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds })
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, started)).done, 21)
  assert.deepEqual([printed('label-1', numbers), printed('label-2', numbers)], [numbers.slice(0, 11), numbers.slice(11)])
})

test('a printer that takes sheets and drops the connection is asked by name: every sheet comes out once, in order', async () => {
  const parcelIds = await numbered(8)
  const numbers = await numbersOf(parcelIds)
  w.sandbox.control.setFault({ kind: 'printerDropAfterAccept', target: 'label-1', times: 3 })
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds.slice(0, 1) })
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, started)).done, 8)
  assert.deepEqual(printed('label-1', numbers), numbers)
})

test('a printer out of paper shows why; its sheets wait and go on by themselves when it is filled up', async () => {
  const parcelIds = await numbered(6)
  const numbers = await numbersOf(parcelIds)
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: 'label-1' })
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds.slice(0, 1) })
  const worker = w.worker()
  const printer = async () => (await w.t.call(keeper, listPrinters, {})).rows.find(({ name }) => name === '打印机 1')
  while ((await printer())?.state !== 'stopped') await pause(50)
  assert.deepEqual([(await printer())?.reasons.includes('media-empty'), (await printer())?.waitingCount], [true, 6])
  w.sandbox.control.clearFaults()
  while ((await w.t.call(keeper, readBatch, started)).waiting > 0) await pause(50)
  await worker.stop()
  await w.work()
  assert.deepEqual(printed('label-1', numbers), numbers)
})

test('a busy printer gets its sheets later, in order', async () => {
  const parcelIds = await numbered(5)
  const numbers = await numbersOf(parcelIds)
  w.sandbox.control.setFault({ kind: 'printerBusy', target: 'label-2', times: 2 })
  await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds.slice(1) })
  await w.work()
  assert.deepEqual(printed('label-2', numbers), numbers)
})

test('a printed label is not printed again, except as a reprint with its reason, which is in the list', async () => {
  const parcelIds = await numbered(2)
  const [printerId = ''] = w.printerIds
  await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  const again = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  assert.deepEqual(
    (await w.t.call(keeper, readBatch, again)).refused.map(({ code }) => code),
    ['printPending', 'printPending'],
  )
  await w.work()
  const third = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  assert.deepEqual(
    (await w.t.call(keeper, readBatch, third)).refused.map(({ code }) => code),
    ['alreadyPrinted', 'alreadyPrinted'],
  )
  await w.t.call(keeper, reprintParcels, { parcelIds, printerId, reason: '卡纸' })
  await w.work()
  const [latest] = (await w.t.call(keeper, listPrintJobs, { printerId })).rows
  assert.deepEqual([latest?.isReprint, latest?.reason, latest?.counts], [true, '卡纸', { printed: 2 }])
  const numbers = await numbersOf(parcelIds)
  assert.deepEqual(printed('label-1', numbers), [...numbers, ...numbers])
})

test('without a printer the labels are one file, which counts as printed; a second file needs a reason', async () => {
  const parcelIds = await numbered(3)
  const made = await w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130' })
  assert.deepEqual([made.done.length, made.refused], [3, []])
  await assert.rejects(w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130' }), /alreadyPrinted/)
  assert.equal((await w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130', reason: '没打出来' })).done.length, 3)
  const [latest] = (await w.t.call(keeper, listPrintJobs, {})).rows
  assert.deepEqual([latest?.printerId, latest?.isReprint], [null, true])
})

test('a sheet whose fate nobody knows is not printed again until a person has looked at the paper', async () => {
  const parcelIds = await numbered(2)
  const [printerId = ''] = w.printerIds
  w.sandbox.control.setFault({ kind: 'printerStopped', target: 'label-1' })
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  await w.t.write((tx) =>
    tx.write(
      sql`update sheets set state = 'unknown' where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
    ),
  )
  const again = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  assert.deepEqual(
    (await w.t.call(keeper, readBatch, again)).refused.map(({ code }) => code),
    ['sheetUnknown', 'sheetUnknown'],
  )
  const [job] = (await w.t.call(keeper, listPrintJobs, { printerId })).rows
  const sheets = (await w.t.call(keeper, listSheets, { printJobId: job?.printJobId ?? '' })).rows
  const [first, second] = sheets.map(({ sheetId }) => sheetId)
  await w.t.call(keeper, settleSheets, { sheetIds: [first ?? ''], isPrinted: true, reason: '纸上有' })
  await w.t.call(keeper, settleSheets, { sheetIds: [second ?? ''], isPrinted: false, reason: '没有出纸' })
  const batch = await w.t.call(keeper, readBatch, started)
  assert.deepEqual([batch.done, batch.refused.map(({ code }) => code)], [1, ['printFailed']])
  w.sandbox.control.clearFaults()
  await w.t.call(keeper, resumeBatch, started)
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, started)).done, 2)
  assert.deepEqual(printed('label-1', await numbersOf(parcelIds)), [sheets[1]?.waybillNumber])
})

test('a label that somebody cancels in the queue of its printer is cancelled here, and may be printed again', async () => {
  const parcelIds = await numbered(1)
  const printerIds = w.printerIds.slice(0, 1)
  w.sandbox.control.setFault({ kind: 'printerPaperOut', target: 'label-1' })
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds })
  const worker = w.worker()
  const sheet = async () =>
    (
      await w.rows<{ state: string; job: number | null }>(
        sql`select state, printer_job_id as job from sheets where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
      )
    )[0]
  while ((await sheet())?.state !== 'accepted') await pause(20)
  await ipp.cancelJob(w.sandbox.printerUrls[0] ?? '', (await sheet())?.job ?? 0)
  while ((await sheet())?.state === 'accepted') await pause(20)
  await worker.stop()
  const { refused } = await w.t.call(keeper, readBatch, started)
  assert.deepEqual([(await sheet())?.state, refused.map(({ code }) => code)], ['cancelled', ['printCancelled']])
  w.sandbox.control.clearFaults()
  const again = await w.t.call(keeper, printParcels, { parcelIds, printerIds })
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, again)).done, 1)
})

test('a stopped batch leaves what no printer has, and that can be printed elsewhere', async () => {
  const parcelIds = await numbered(4)
  w.sandbox.control.setFault({ kind: 'printerBusy', target: 'label-1' })
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds.slice(0, 1) })
  await w.t.call(keeper, cancelBatch, started)
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, started)).refusedCount, 4)
  await w.t.call(keeper, printParcels, { parcelIds, printerIds: w.printerIds.slice(1) })
  await w.work()
  assert.deepEqual(printed('label-2', await numbersOf(parcelIds)), await numbersOf(parcelIds))
})

test('a list is spread in runs whose lengths differ by one at most', () => {
  assert.deepEqual(spread([1, 2, 3, 4, 5, 6, 7], 3), [
    [1, 2, 3],
    [4, 5],
    [6, 7],
  ])
  assert.deepEqual(spread([1], 2), [[1], []])
})
