import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from '#server/platforms/testing/contract-bench.ts'
import { douyin } from './douyin.ts'
import { sandboxShops } from './testing/sandbox-shops.ts'

const { control, openShop, placeOne } = await sandboxShops()
const report = (platformOrderId: string, waybillNumber: string, platformLineIds: string[] = [], carrier = 'YTO') => ({
  ...{ platformOrderId, platformLineIds, carrier, waybillNumber },
})
const change = douyin.services.changeShipment ?? (() => assert.fail('Douyin changes shipments'))

test('two parcels of one order carry two numbers, and each repeat is recognised', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  const [first = '', second = ''] = placed.lines.map(({ oid }) => oid)
  const ship = (number: string, lines: string[]) => douyin.reportShipment(shop.connection, report(placed.tid, number, lines))
  assert.deepEqual(await ship('YT0000000000011', [first]), { outcome: 'confirmed' })
  const partly = douyin.readOrder(await douyin.fetchOrder(shop.connection, placed.tid))
  assert.deepEqual([partly.status, partly.lines.map(({ shipped }) => shipped)], ['partly_shipped', [true, false]])
  assert.deepEqual(await ship('YT0000000000011', [first]), { outcome: 'already_shipped', sameNumber: true })
  assert.deepEqual(await ship('YT0000000000019', [first]), { outcome: 'already_shipped', sameNumber: false })
  assert.deepEqual(await ship('YT0000000000012', [second]), { outcome: 'confirmed' })
  assert.equal(douyin.readOrder(await douyin.fetchOrder(shop.connection, placed.tid)).status, 'shipped')
  assert.deepEqual(control.order(placed.tid).waybillNumbers, ['YT0000000000011', 'YT0000000000012'])
})

test('a refunded line does not hide that the rest was already shipped', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  control.settleRefund(placed.tid, placed.lines[0]?.oid)
  const ship = () => douyin.reportShipment(shop.connection, report(placed.tid, 'YT0000000000021'))
  assert.deepEqual(await ship(), { outcome: 'confirmed' })
  assert.deepEqual(await ship(), { outcome: 'already_shipped', sameNumber: true })
})

test('the lost answer to a parcel of some lines is of unknown outcome; asking again finds our own number', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  const lines = [placed.lines[0]?.oid ?? '']
  const ship = () => douyin.reportShipment(shop.connection, report(placed.tid, 'YT0000000000031', lines))
  control.setFault({ kind: 'lostReply', target: 'order.logisticsAddMultiPack', times: 1 })
  assert.equal((await failureOf(ship())).kind, 'unknown_outcome')
  assert.deepEqual(await ship(), { outcome: 'already_shipped', sameNumber: true })
})

test('what a buyer asks back is not shipped over, and other refusals come with the platform’s own word', async () => {
  const shop = await openShop()
  const refusal = async (tid: string, number = 'YT0000000000041') =>
    (await failureOf(douyin.reportShipment(shop.connection, report(tid, number)))).platformCode
  const asked = placeOne(shop)
  control.askRefund(asked.tid)
  assert.equal(await refusal(asked.tid), 'isv.business-failed:60022')
  const held = placeOne(shop)
  control.forbidShipping(held.tid)
  assert.equal(await refusal(held.tid), 'isv.business-failed:60021')
  assert.equal(await refusal(placeOne(shop).tid, 'NOT-A-NUMBER'), 'isv.parameter-invalid:60017')
})

test('another number goes to the parcel of the named lines only, and naming it twice is one call', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  const [first = '', second = ''] = placed.lines.map(({ oid }) => oid)
  await douyin.reportShipment(shop.connection, report(placed.tid, 'YT0000000000051', [first]))
  await douyin.reportShipment(shop.connection, report(placed.tid, 'YT0000000000052', [second]))
  const wish = report(placed.tid, 'SF0000000000053', [second], 'SF')
  control.setFault({ kind: 'lostReply', target: 'order.logisticsEditByPack', times: 1 })
  assert.equal((await failureOf(change(shop.connection, wish))).kind, 'unknown_outcome')
  control.resetCallCounts()
  assert.deepEqual(await change(shop.connection, wish), { outcome: 'confirmed' })
  assert.deepEqual(control.callCounts(), { 'order.orderDetail': 1 })
  assert.deepEqual(control.order(placed.tid).waybillNumbers, ['YT0000000000051', 'SF0000000000053'])
})

test('an order in one parcel is changed as a whole; one that was not shipped is refused', async () => {
  const shop = await openShop()
  const placed = placeOne(shop, { lineCount: 2 })
  const wish = report(placed.tid, 'YT0000000000062')
  assert.deepEqual((await failureOf(change(shop.connection, wish))).platformCode, 'not-shipped')
  await douyin.reportShipment(shop.connection, report(placed.tid, 'YT0000000000061'))
  assert.deepEqual(await change(shop.connection, wish), { outcome: 'confirmed' })
  assert.deepEqual(control.order(placed.tid).waybillNumbers, ['YT0000000000062'])
})
