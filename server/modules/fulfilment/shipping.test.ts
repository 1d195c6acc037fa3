import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import type { OrderInParcel } from '#modules/orders/public.ts'
import { DEFAULT_SESSION, sandboxApp } from '#sandbox/shops.ts'
import { taobao } from '#server/platforms/taobao/taobao.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { listWriteBacks } from './operations/list-write-backs.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { retryWriteBacks } from './operations/retry-write-backs.ts'
import { settleWriteBacks } from './operations/settle-write-backs.ts'
import { shipParcels } from './operations/ship-parcels.ts'
import { reportsOf } from './ship-rules.ts'
import { afterFailure, MOST_ATTEMPTS, shownState } from './write-back-rules.ts'

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
const printed = async (count: number): Promise<string[]> => {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  await w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130' })
  return parcelIds
}
const tidsOf = async (parcelIds: string[]): Promise<string[]> =>
  (
    await w.rows<{ tid: string }>(
      sql`select platform_order_ids as tid from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
    )
  ).map(({ tid }) => tid)
const accepted = (tids: string[]) => w.sandbox.control.ships().filter(({ tid, refusal }) => tids.includes(tid) && refusal === '')
const writeBacksOf = async (parcelIds: string[]) =>
  (await w.t.call(keeper, listWriteBacks, {})).rows.filter(({ parcelId }) => parcelIds.includes(parcelId))

test('two who ship the same parcels ship them once, and the platform hears of them once', async () => {
  const parcelIds = await printed(20)
  const other = { accountId: await w.t.staff('另一位仓管', [{ role: 'warehouseKeeper', shopIds: null }]) }
  const both = await Promise.all([
    w.t.call(keeper, shipParcels, { parcelIds }),
    w.t.call(other, shipParcels, { parcelIds: parcelIds.toReversed() }),
  ])
  assert.deepEqual(both.flatMap(({ done }) => done).sort(), parcelIds.toSorted())
  assert.ok(both.flatMap(({ refused }) => refused).every(({ code }) => code === 'alreadyShipped'))
  await w.work()
  assert.equal(accepted(await tidsOf(parcelIds)).length, 20)
})

test('a refund asked in between stops shipping; an unprinted parcel is not shipped', async () => {
  const [refunded = '', fine = ''] = await printed(2)
  const [bare = ''] = await w.orders(1)
  await w.t.write((tx) =>
    tx.write(sql`
      update order_lines l set refund_state = 'asked' from parcel_lines pl
      where l.merchant_id = ${tx.merchantId} and pl.merchant_id = ${tx.merchantId} and pl.parcel_id = ${refunded} and pl.line_id = l.line_id`),
  )
  const { done, refused } = await w.t.call(keeper, shipParcels, { parcelIds: [refunded, fine, bare] })
  assert.deepEqual([done, refused.map(({ code }) => code).sort()], [[fine], ['noWaybill', 'refundAsked']])
  await w.work()
})

test('a platform that is down leaves visible failures, which are confirmed when it is back', async () => {
  const parcelIds = await printed(6)
  w.sandbox.control.setFault({ kind: 'outage', target: 'taobao.logistics.offline.send' })
  await w.t.call(keeper, shipParcels, { parcelIds })
  await w.work()
  const failed = await writeBacksOf(parcelIds)
  assert.deepEqual([failed.length, new Set(failed.map(({ state }) => state))], [6, new Set(['failed'])])
  assert.ok(failed.every(({ problem, nextAttemptAt, attempts }) => problem !== '' && nextAttemptAt !== null && attempts === 1))
  w.sandbox.control.clearFaults()
  await w.t.write((tx) =>
    tx.write(sql`update write_backs set next_attempt_at = now() where merchant_id = ${tx.merchantId} and state = 'failed'`),
  )
  await w.makeJobsDue()
  await w.work()
  assert.deepEqual(new Set((await writeBacksOf(parcelIds)).map(({ state }) => state)), new Set(['confirmed']))
  assert.equal(accepted(await tidsOf(parcelIds)).length, 6)
})

test('a report whose answer was lost is repeated and recognised as our own', async () => {
  const parcelIds = await printed(1)
  w.sandbox.control.setFault({ kind: 'lostReply', target: 'taobao.logistics.offline.send', times: 1 })
  await w.t.call(keeper, shipParcels, { parcelIds })
  await w.work()
  const [open] = await writeBacksOf(parcelIds)
  assert.equal(open?.state, 'failed')
  await w.t.call(keeper, retryWriteBacks, { writeBackIds: [open?.writeBackId ?? ''] })
  await w.work()
  assert.equal((await writeBacksOf(parcelIds))[0]?.state, 'confirmed')
  assert.equal(accepted(await tidsOf(parcelIds)).length, 1)
})

test('an order that stands shipped with another number on the platform waits for a person, who may settle it', async () => {
  const parcelIds = await printed(1)
  const [tid = ''] = await tidsOf(parcelIds)
  const connection = { gatewayUrl: w.sandbox.gatewayUrl, ...sandboxApp, accessToken: DEFAULT_SESSION, now: Date.now }
  await taobao.reportShipment(connection, {
    platformOrderId: tid,
    platformLineIds: [],
    carrier: 'YTO',
    waybillNumber: 'YT9999999999999',
  })
  await w.t.call(keeper, shipParcels, { parcelIds })
  await w.work()
  const [stuck] = await writeBacksOf(parcelIds)
  assert.equal(stuck?.state, 'needs_person')
  assert.match(stuck?.problem ?? '', /其他运单号/)
  const settled = await w.t.call(keeper, settleWriteBacks, { writeBackIds: [stuck?.writeBackId ?? ''], reason: '已在平台改单号' })
  assert.deepEqual(settled.done, [stuck?.writeBackId])
  const refused = await w.t.call(keeper, retryWriteBacks, { writeBackIds: [stuck?.writeBackId ?? ''] })
  assert.equal(refused.refused[0]?.code, 'writeBackNotFailed')
})

test('failed reports are tried again ever more slowly, and after the eighth time a person is called', () => {
  const now = new Date('2026-01-01T00:00:00.000Z')
  const waits = Array.from({ length: MOST_ATTEMPTS }, (_, attempts) => afterFailure('retry', attempts, now).nextAttemptAt)
  const minutes = waits.map((at) => (at === null ? null : (Date.parse(at) - now.getTime()) / 60_000))
  assert.deepEqual(minutes, [1, 2, 4, 8, 16, 32, 60, null])
  assert.deepEqual(afterFailure('refused', 0, now), { state: 'needs_person', nextAttemptAt: null })
  assert.equal(shownState(['confirmed', 'failed', 'settled']), 'failed')
  assert.equal(shownState(['settled']), 'confirmed')
})

test('a split order reports each line once, with the first parcel that carries a piece of it', () => {
  const part = (parcelId: string, lineIds: string[]): OrderInParcel => ({
    parcelId,
    orderId: 'o',
    shopId: 's',
    platformOrderId: '1',
    lines: lineIds.map((platformLineId) => ({ platformLineId, quantity: 1, orderedQuantity: 2 })),
    wholeOrder: false,
  })
  const reports = reportsOf([part('a', ['1', '2']), part('b', ['2']), part('c', ['2', '3'])], new Map([['o', new Set(['1'])]]))
  assert.deepEqual(
    reports.map(({ platformLineIds, isReported }) => [platformLineIds, isReported]),
    [
      [['2'], true],
      [[], false],
      [['3'], true],
    ],
  )
})
