import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { cancelBatch } from './operations/cancel-batch.ts'
import { listCarrierAccounts } from './operations/list-carrier-accounts.ts'
import { readBatch } from './operations/read-batch.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { resumeBatch } from './operations/resume-batch.ts'
import { voidWaybills } from './operations/void-waybills.ts'

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
const living = () => w.sandbox.control.waybills().filter((waybill) => !waybill.isCancelled)
const tidsOf = async (parcelIds: string[]): Promise<string[]> =>
  (
    await w.rows<{ tid: string }>(
      sql`select platform_order_ids as tid from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[]) order by parcel_id`,
    )
  ).map(({ tid }) => tid)
const ask = async (parcelIds: string[]) => {
  const started = await w.t.call(keeper, requestWaybills, { parcelIds })
  return { ...started, read: () => w.t.call(keeper, readBatch, started) }
}

test('a courier whose answer is lost is asked what became of it: one number per parcel', async () => {
  const parcelIds = await w.orders(25)
  w.sandbox.control.setFault({ kind: 'lostReply', target: 'cainiao.waybill.ii.get', times: 2 })
  const batch = await ask(parcelIds)
  await w.work()
  assert.equal((await batch.read()).done, 25)
  const tids = new Set(await tidsOf(parcelIds))
  const made = w.sandbox.control.waybills().filter((waybill) => waybill.tids.some((tid) => tids.has(tid)))
  assert.equal(made.length, 25)
  assert.ok((w.sandbox.control.callCounts()['cainiao.waybill.ii.query.by.tradecode'] ?? 0) > 0)
})

test('when the courier cannot say what became of a request it waits for a person, and is looked up again under its old key', async () => {
  const parcelIds = await w.orders(3)
  const before = living().length
  w.sandbox.control.setFault({ kind: 'lostReply', target: 'cainiao.waybill.ii.get', times: 1 })
  w.sandbox.control.setFault({
    kind: 'error',
    target: 'cainiao.waybill.ii.query.by.tradecode',
    code: 15,
    subCode: 'isv.waybill-service-error:NO_QUERY',
  })
  const batch = await ask(parcelIds)
  await w.work()
  const stuck = await batch.read()
  assert.deepEqual([stuck.done, stuck.refused.map(({ code }) => code)], [0, ['carrierSilent', 'carrierSilent', 'carrierSilent']])
  const again = await ask(parcelIds)
  assert.deepEqual(new Set((await again.read()).refused.map(({ code }) => code)), new Set(['unknownOutcome']))
  w.sandbox.control.clearFaults()
  await w.t.call(keeper, resumeBatch, { batchId: batch.batchId })
  await w.work()
  assert.deepEqual([(await batch.read()).done, living().length - before], [3, 3])
})

test('one address the courier does not serve: 299 of 300 have their number, and the one can be tried again alone', async () => {
  const parcelIds = await w.orders(300)
  const [tid = ''] = await tidsOf(parcelIds.slice(150, 151))
  const before = living().length
  const { address } = w.sandbox.control.order(tid).receiver
  w.sandbox.control.setFault({ kind: 'courierRefuses', addressPart: address })
  const batch = await ask(parcelIds)
  await w.work()
  const ended = await batch.read()
  assert.deepEqual([ended.state, ended.done, ended.refusedCount], ['finished', 299, 1])
  assert.deepEqual([ended.refused[0]?.id, ended.refused[0]?.code], [parcelIds[150], 'waybillRefused'])
  assert.equal(living().length - before, 299)
  w.sandbox.control.clearFaults()
  assert.equal((await w.t.call(keeper, resumeBatch, { batchId: ended.batchId })).waiting, 1)
  await w.work()
  assert.deepEqual([(await batch.read()).done, living().length - before], [300, 300])
})

test('a courier that is away is waited for, visibly, and everything goes on by itself', async () => {
  const parcelIds = await w.orders(12)
  w.sandbox.control.setFault({ kind: 'outage', httpStatus: 503, target: 'cainiao.waybill.ii.get' })
  const batch = await ask(parcelIds)
  const worker = w.worker()
  const problem = async () => (await w.t.call(keeper, listCarrierAccounts, {})).rows[0]?.problem
  while (!(await problem())) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal((await batch.read()).waiting, 12)
  w.sandbox.control.clearFaults()
  while ((await batch.read()).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  await worker.stop()
  await w.work()
  assert.deepEqual([(await batch.read()).done, await problem()], [12, ''])
})

test('two who ask for the same parcels get one number for each', async () => {
  const parcelIds = await w.orders(10)
  const before = living().length
  const batches = await Promise.all([ask(parcelIds), ask(parcelIds.toReversed())])
  await w.work()
  const ended = await Promise.all(batches.map((batch) => batch.read()))
  assert.equal(ended[0]?.refusedCount, ended[1]?.refusedCount === 10 ? 0 : 10)
  assert.equal(living().length - before, 10)
})

test('a stopped batch asks for nothing more, and the parcels may be asked for again', async () => {
  const parcelIds = await w.orders(5)
  const before = living().length
  const batch = await ask(parcelIds)
  await w.t.call(keeper, cancelBatch, { batchId: batch.batchId })
  await w.work()
  assert.deepEqual([(await batch.read()).state, living().length - before], ['cancelled', 0])
  await ask(parcelIds)
  await w.work()
  assert.equal(living().length - before, 5)
})

test('a voided number goes back to the courier and is never used again; the parcel gets a new one', async () => {
  const [parcelId = ''] = await w.orders(1)
  await ask([parcelId])
  await w.work()
  const numberOf = async () =>
    (
      await w.rows<{ n: string }>(
        sql`select waybill_number as n from parcels where merchant_id = ${w.t.merchantId} and parcel_id = ${parcelId}`,
      )
    )[0]?.n
  const first = await numberOf()
  assert.deepEqual((await w.t.call(keeper, voidWaybills, { parcelIds: [parcelId], reason: '换快递' })).done, [parcelId])
  await w.work()
  assert.equal(w.sandbox.control.waybills().find((waybill) => waybill.waybillNumber === first)?.isCancelled, true)
  await ask([parcelId])
  await w.work()
  assert.notEqual(await numberOf(), first)
})

test('a parcel of another shop, or not approved, or stopped by a refund gets no number', async () => {
  const [parcelId = '', refunded = ''] = await w.orders(2)
  const otherShop = await w.t.shop()
  const stranger = { accountId: await w.t.staff('别店仓管', [{ role: 'warehouseKeeper', shopIds: [otherShop] }]) }
  await assert.rejects(
    w.t.call(stranger, requestWaybills, { parcelIds: [parcelId] }).then((started) => w.t.call(stranger, readBatch, started)),
    /notFound/,
  )
  await w.t.write((tx) =>
    tx.write(sql`
      update order_lines l set refund_state = 'asked' from parcel_lines pl
      where l.merchant_id = ${tx.merchantId} and pl.merchant_id = ${tx.merchantId} and pl.parcel_id = ${refunded} and pl.line_id = l.line_id`),
  )
  const ended = await (await ask([refunded])).read()
  assert.deepEqual(
    ended.refused.map(({ code }) => code),
    ['refundAsked'],
  )
})
