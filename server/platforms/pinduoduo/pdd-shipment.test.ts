import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { pinduoduo } from './pinduoduo.ts'
import { pinduoduoUnderTest } from './testing/pinduoduo-bench.ts'

const bench = await startBench(pinduoduoUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const report = (platformOrderId: string, waybillNumber: string, platformLineIds: string[] = [], carrier = 'YTO') => ({
  platformOrderId,
  platformLineIds,
  carrier,
  waybillNumber,
})
const change = pinduoduo.services.changeShipment ?? assert.fail('shipments can be changed')

test('the companies are asked for once, and a company that only sounds alike is not taken', async () => {
  const { shopId, connection } = await bench.openShop()
  const [first, second] = control.createOrders(2, { shopId })
  assert.ok(first && second)
  control.resetCallCounts()
  await pinduoduo.reportShipment(connection, report(first.tid, '78000000000001', [], 'ZTO'))
  await pinduoduo.reportShipment(connection, report(second.tid, '78000000000002', [], 'ZTO'))
  const { 'pdd.logistics.companies.get': asked = 0 } = control.callCounts()
  assert.ok(asked <= 1)
  assert.deepEqual(
    control.ships().map(({ companyCode, refusal }) => [companyCode, refusal]),
    [
      ['ZTO', ''],
      ['ZTO', ''],
    ],
  )
})

test('a company that may no longer be used is our fault, and no shipment is sent', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  control.resetCallCounts()
  const failure = await failureOf(pinduoduo.reportShipment(connection, report(tid, '50000000000001', [], 'HTKY')))
  assert.deepEqual([failure.kind, failure.platformCode], ['our_fault', 'carrier-unmapped'])
  assert.equal(control.callCounts()['pdd.logistics.online.send'], undefined)
})

test('the second parcel of an order is added to it, and its repeat is recognised', async () => {
  const { shopId, connection } = await bench.openShop()
  const placed = control.createOrders(1, { shopId, lineCount: 2 })[0]
  assert.ok(placed)
  const { lines } = pinduoduo.readOrder(await pinduoduo.fetchOrder(connection, placed.tid))
  const [first = '', second = ''] = lines.map(({ platformLineId }) => platformLineId)
  const ship = (number: string, lineId: string) => pinduoduo.reportShipment(connection, report(placed.tid, number, [lineId]))
  assert.deepEqual(await ship('YT0000000000011', first), { outcome: 'confirmed' })
  assert.deepEqual(await ship('YT0000000000012', second), { outcome: 'confirmed' })
  assert.deepEqual(await ship('YT0000000000012', second), { outcome: 'already_shipped', sameNumber: true })
  assert.deepEqual(await ship('YT0000000000011', first), { outcome: 'already_shipped', sameNumber: true })
  control.setFault({ kind: 'lostReply', target: 'pdd.order.upload.extra.logistics', times: 1 })
  assert.equal((await failureOf(ship('YT0000000000013', second))).kind, 'unknown_outcome')
  assert.deepEqual(await ship('YT0000000000013', second), { outcome: 'already_shipped', sameNumber: true })
})

test('a wrong number is corrected; an order that was not shipped has none to correct', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  assert.equal((await failureOf(change(connection, report(tid, 'YT0000000000022')))).kind, 'refused')
  await pinduoduo.reportShipment(connection, report(tid, 'YT0000000000021'))
  assert.deepEqual(await change(connection, report(tid, 'SF0000000000022', [], 'SF')), { outcome: 'confirmed' })
  assert.deepEqual(control.order(tid).waybillNumbers, ['SF0000000000022'])
  control.finishOrder(tid)
  assert.deepEqual(await change(connection, report(tid, 'SF0000000000022', [], 'SF')), {
    outcome: 'already_shipped',
    sameNumber: true,
  })
  assert.equal((await failureOf(change(connection, report(tid, 'SF0000000000023', [], 'SF')))).kind, 'refused')
})

test('of an order in several parcels no number is changed: the platform could only change the first', async () => {
  const { shopId, connection } = await bench.openShop()
  const placed = control.createOrders(1, { shopId, lineCount: 2 })[0]
  assert.ok(placed)
  const { lines } = pinduoduo.readOrder(await pinduoduo.fetchOrder(connection, placed.tid))
  const [first = '', second = ''] = lines.map(({ platformLineId }) => platformLineId)
  await pinduoduo.reportShipment(connection, report(placed.tid, 'YT0000000000051', [first]))
  await pinduoduo.reportShipment(connection, report(placed.tid, 'YT0000000000052', [second]))
  const refused = await failureOf(change(connection, report(placed.tid, 'YT0000000000053', [second])))
  assert.deepEqual([refused.kind, refused.platformCode], ['refused', 'several-parcels'])
  assert.deepEqual(control.order(placed.tid).waybillNumbers, ['YT0000000000051'])
})

test('a change whose answer was lost is looked up, not made twice', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  await pinduoduo.reportShipment(connection, report(tid, 'YT0000000000061'))
  control.setFault({ kind: 'lostReply', target: 'pdd.logistics.online.send', times: 1 })
  assert.equal((await failureOf(change(connection, report(tid, 'YT0000000000062')))).kind, 'unknown_outcome')
  assert.deepEqual(await change(connection, report(tid, 'YT0000000000062')), { outcome: 'already_shipped', sameNumber: true })
  assert.equal(control.ships().filter(({ waybillNumber }) => waybillNumber === 'YT0000000000062').length, 1)
})

test('an order under review, one given back and a number of another form are refused', async () => {
  const { shopId, connection } = await bench.openShop()
  const [held, returned, other] = control.createOrders(3, { shopId })
  assert.ok(held && returned && other)
  control.forbidShipping(held.tid)
  control.settleRefund(returned.tid)
  for (const [tid, number] of [
    [held.tid, 'YT0000000000031'],
    [returned.tid, 'YT0000000000032'],
    [other.tid, 'NOT-A-NUMBER'],
  ] as const)
    assert.equal((await failureOf(pinduoduo.reportShipment(connection, report(tid, number)))).kind, 'refused', tid)
  assert.deepEqual(control.order(held.tid).waybillNumbers, [])
})

test('trouble inside the platform leaves a shipment unknown, a limit asks to wait', async () => {
  const { shopId, connection } = await bench.openShop()
  const tid = control.createOrders(1, { shopId })[0]?.tid ?? ''
  const ship = () => failureOf(pinduoduo.reportShipment(connection, report(tid, 'YT0000000000041')))
  control.setFault({ kind: 'error', target: 'pdd.logistics.online.send', code: 52001 })
  assert.equal((await ship()).kind, 'unknown_outcome')
  control.clearFaults()
  control.setFault({ kind: 'rateLimit', target: 'pdd.logistics.online.send', callsPerSecond: 0 })
  const limited = await ship()
  assert.deepEqual([limited.kind, limited.platformCode], ['wait', '70031'])
})
