import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import { failureOf, startBench } from '#server/platforms/testing/contract-bench.ts'
import { wechatUnderTest } from './testing/wechat-bench.ts'
import { wechat } from './wechat.ts'

const bench = await startBench(wechatUnderTest)
const { control } = bench.sandbox
afterEach(() => control.clearFaults())
after(() => bench.stop())

const { changeShipment } = wechat.services
assert.ok(changeShipment)
const SEND = 'channels/ec/order/delivery/send'
const report = (platformOrderId: string, waybillNumber: string, platformLineIds: string[] = []) => ({
  ...{ platformOrderId, platformLineIds, waybillNumber },
  carrier: 'YTO',
})
const read = async (connection: Connection, tid: string) => wechat.readOrder(await wechat.fetchOrder(connection, tid))
const SAME = { outcome: 'already_shipped', sameNumber: true }
const OTHER = { outcome: 'already_shipped', sameNumber: false }

async function anOrder(lineCount: number) {
  const { shopId, connection } = await bench.openShop()
  const [placed] = control.createOrders(1, { shopId, lineCount })
  assert.ok(placed)
  const ids = (await read(connection, placed.tid)).lines.map(({ platformLineId }) => platformLineId)
  return { connection, tid: placed.tid, oids: placed.lines.map(({ oid }) => oid), ids }
}

test('two parcels of one order carry two numbers, and each repeat is recognised', async () => {
  const { connection, tid, ids } = await anOrder(2)
  const [first = '', second = ''] = ids
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000011', [first])), { outcome: 'confirmed' })
  const partly = await read(connection, tid)
  assert.deepEqual([partly.status, partly.lines.map(({ shipped }) => shipped)], ['partly_shipped', [true, false]])
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000011', [first])), SAME)
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000013', [first])), OTHER)
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000012', [second])), { outcome: 'confirmed' })
  assert.equal((await read(connection, tid)).status, 'shipped')
})

test('the rest of an order goes out without what has left and without what was refunded', async () => {
  const { connection, tid, ids, oids } = await anOrder(3)
  await wechat.reportShipment(connection, report(tid, 'YT0000000000021', [ids[0] ?? '']))
  control.settleRefund(tid, oids[1])
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000022')), { outcome: 'confirmed' })
  const { lines, status } = await read(connection, tid)
  assert.deepEqual([status, lines.map(({ shipped }) => shipped)], ['shipped', [true, false, true]])
  const sent = control.ships().filter((ship) => ship.tid === tid)
  assert.deepEqual(
    sent.map((ship) => ship.oids),
    [[oids[0]], [oids[2]]],
  )
})

test('an answer that comes after another hand has shipped is read from the order, whatever the refusal says', async () => {
  const { connection, tid } = await anOrder(1)
  control.setFault({ kind: 'lostReply', target: SEND, times: 1 })
  assert.equal((await failureOf(wechat.reportShipment(connection, report(tid, 'YT0000000000031')))).kind, 'unknown_outcome')
  assert.deepEqual(await wechat.reportShipment(connection, report(tid, 'YT0000000000032')), OTHER)
  assert.equal(control.ships().filter((ship) => ship.tid === tid).length, 1)
})

test('an order that must not be shipped, an unpaid one and a wrong number are refused', async () => {
  const { connection, tid } = await anOrder(1)
  const refusalOf = async (id: string, number: string) =>
    (await failureOf(wechat.reportShipment(connection, report(id, number)))).kind
  assert.equal(await refusalOf(tid, 'NOT-A-NUMBER'), 'refused')
  control.forbidShipping(tid)
  assert.equal(await refusalOf(tid, 'YT0000000000041'), 'refused')
  assert.equal(await refusalOf('404', 'YT0000000000041'), 'refused')
})

test('the number of a parcel is changed once; the repeat of that change is no second one', async () => {
  const { connection, tid } = await anOrder(2)
  await wechat.reportShipment(connection, report(tid, 'YT0000000000051'))
  assert.deepEqual(await changeShipment(connection, report(tid, 'YT0000000000052')), { outcome: 'confirmed' })
  assert.deepEqual(control.order(tid).waybillNumbers, ['YT0000000000052'])
  assert.deepEqual(await changeShipment(connection, report(tid, 'YT0000000000052')), SAME)
  assert.equal((await failureOf(changeShipment(connection, report(tid, 'YT0000000000053')))).kind, 'refused')
})
test('an order in two parcels, and one that has not left, keep their numbers', async () => {
  const { connection, tid, ids } = await anOrder(2)
  assert.equal((await failureOf(changeShipment(connection, report(tid, 'YT0000000000061')))).kind, 'refused')
  await wechat.reportShipment(connection, report(tid, 'YT0000000000062', [ids[0] ?? '']))
  await wechat.reportShipment(connection, report(tid, 'YT0000000000063', [ids[1] ?? '']))
  assert.equal((await failureOf(changeShipment(connection, report(tid, 'YT0000000000064', [ids[0] ?? ''])))).kind, 'refused')
})
