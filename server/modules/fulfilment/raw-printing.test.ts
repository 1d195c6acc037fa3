import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import iconv from 'iconv-lite'
import { type RawPrinter, startRawPrinter } from '#sandbox/raw-printer.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { addPrinter } from './operations/add-printer.ts'
import { listPrinters } from './operations/list-printers.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { requestWaybills } from './operations/request-waybills.ts'

let w: Warehouse
let thermal: RawPrinter
before(async () => {
  w = await aWarehouse()
  thermal = await startRawPrinter()
})
after(async () => {
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
  await w.drop()
  await thermal.stop()
})

const keeper = 'warehouseKeeper'
const numbered = async (count: number): Promise<string[]> => {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  return parcelIds
}
const tsplOf = (bytes: Uint8Array): string => iconv.decode(Buffer.from(bytes), 'gb18030')
/** The number that a scanner reads on the paper. */
const numberOn = (label: string): string => /"128",\d+,0,0,\d+,\d+,"([^"]+)"/.exec(label)?.[1] ?? ''

test('a thermal printer on its raw port and one behind a queue get the same labels in TSPL, each once', async () => {
  const raw = await w.t.call('owner', addPrinter, { name: '热敏机', url: thermal.url, language: 'tspl', paper: '76x130' })
  const queue = await w.t.call('owner', addPrinter, {
    name: '队列',
    url: w.sandbox.printerUrls[0] ?? '',
    language: 'tspl',
    paper: '100x180',
  })
  const parcelIds = await numbered(4)
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [raw.printerId, queue.printerId] })
  await w.work()
  assert.equal((await w.t.call(keeper, readBatch, started)).done, 4)
  const fromRaw = thermal.printed().map((sheet) => tsplOf(Buffer.from(sheet, 'latin1')))
  const jobs = w.sandbox.control.printerJobs('label-1').toSorted((a, b) => a.id - b.id)
  assert.deepEqual([...new Set(jobs.map(({ format }) => format))], ['application/vnd.cups-raw'])
  const fromQueue = jobs.map(({ id }) => tsplOf(w.sandbox.control.printedDocument('label-1', id) ?? Buffer.alloc(0)))
  const numbers = [...fromRaw, ...fromQueue].map(numberOn)
  assert.deepEqual([fromRaw.length, fromQueue.length, new Set(numbers).size, numbers.includes('')], [2, 2, 4, false])
  assert.match(fromRaw[0] ?? '', /^SIZE 76 mm,130 mm\r\n[\s\S]*"已验视"/)
  assert.match(fromQueue[0] ?? '', /^SIZE 100 mm,180 mm\r\n/)
})

test('a thermal printer out of paper keeps its sheets waiting and says why; filled up it prints each of them once', async () => {
  const name = '缺纸机'
  const { printerId } = await w.t.call('owner', addPrinter, { name, url: thermal.url, language: 'tspl', paper: '76x130' })
  const parcelIds = await numbered(2)
  const before = thermal.printed().length
  thermal.setFlags(0x04)
  const started = await w.t.call(keeper, printParcels, { parcelIds, printerIds: [printerId] })
  const worker = w.worker()
  const printer = async () => (await w.t.call(keeper, listPrinters, {})).rows.find((row) => row.name === name)
  while ((await printer())?.state !== 'stopped') await pause(50)
  assert.deepEqual((await printer())?.reasons, ['media-empty'])
  thermal.setFlags(0)
  while ((await w.t.call(keeper, readBatch, started)).waiting > 0) await pause(50)
  await worker.stop()
  await w.work()
  assert.equal(thermal.printed().length, before + 2)
})

test('a raw port is not offered PDF', async () => {
  const wish = { name: '错', url: thermal.url, paper: '76x130' } as const
  await assert.rejects(w.t.call('owner', addPrinter, wish), /printerTakesNoPdf/)
})
