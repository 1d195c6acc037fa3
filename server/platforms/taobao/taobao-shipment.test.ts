import assert from 'node:assert/strict'
import { test } from 'node:test'

import { taobao } from './taobao.ts'
import { failureOf, sandboxShops } from './testing/sandbox-shops.ts'

const { sandbox, openShop } = await sandboxShops()

const report = (platformOrderId: string, waybillNumber: string, platformLineIds: string[] = []) => ({
  platformOrderId,
  platformLineIds,
  carrier: 'YTO',
  waybillNumber,
})

test('a whole order is reported once; the repeat is recognised by its number', async () => {
  const { shopId, shop } = openShop('ship-whole')
  const tid = sandbox.control.createOrders(1, { shopId, lineCount: 2 })[0]?.tid ?? ''
  assert.deepEqual(await taobao.reportShipment(shop, report(tid, 'YT0000000000001')), { outcome: 'confirmed' })
  assert.deepEqual(await taobao.reportShipment(shop, report(tid, 'YT0000000000001')), {
    outcome: 'already_shipped',
    sameNumber: true,
  })
  assert.deepEqual(await taobao.reportShipment(shop, report(tid, 'YT0000000000002')), {
    outcome: 'already_shipped',
    sameNumber: false,
  })
  const order = taobao.readOrder(await taobao.fetchOrder(shop, tid))
  assert.deepEqual([order.status, order.lines.map(({ shipped }) => shipped)], ['shipped', [true, true]])
  assert.deepEqual(sandbox.control.order(tid).waybillNumbers, ['YT0000000000001'])
})

test('two parcels of one order carry two numbers', async () => {
  const { shopId, shop } = openShop('ship-split')
  const placed = sandbox.control.createOrders(1, { shopId, lineCount: 2 })[0]
  assert.ok(placed)
  const [first = '', second = ''] = placed.lines.map(({ oid }) => oid)
  assert.deepEqual(await taobao.reportShipment(shop, report(placed.tid, 'YT0000000000011', [first])), { outcome: 'confirmed' })
  const partly = taobao.readOrder(await taobao.fetchOrder(shop, placed.tid))
  assert.deepEqual([partly.status, partly.lines.map(({ shipped }) => shipped)], ['partly_shipped', [true, false]])
  assert.deepEqual(await taobao.reportShipment(shop, report(placed.tid, 'YT0000000000011', [first])), {
    outcome: 'already_shipped',
    sameNumber: true,
  })
  assert.deepEqual(await taobao.reportShipment(shop, report(placed.tid, 'YT0000000000012', [second])), { outcome: 'confirmed' })
  assert.equal(taobao.readOrder(await taobao.fetchOrder(shop, placed.tid)).status, 'shipped')
})

test('a refunded line does not hide that the rest was already shipped', async () => {
  const { shopId, shop } = openShop('ship-refunded')
  const placed = sandbox.control.createOrders(1, { shopId, lineCount: 2 })[0]
  assert.ok(placed)
  sandbox.control.settleRefund(placed.tid, placed.lines[0]?.oid)
  assert.deepEqual(await taobao.reportShipment(shop, report(placed.tid, 'YT0000000000021')), { outcome: 'confirmed' })
  assert.deepEqual(await taobao.reportShipment(shop, report(placed.tid, 'YT0000000000021')), {
    outcome: 'already_shipped',
    sameNumber: true,
  })
})

test('a lost reply is unknown; asking again finds our own number', async () => {
  const { shopId, shop } = openShop('ship-lost')
  const tid = sandbox.control.createOrders(1, { shopId })[0]?.tid ?? ''
  sandbox.control.setFault({ kind: 'lostReply', target: 'taobao.logistics.offline.send', times: 1 })
  assert.equal((await failureOf(taobao.reportShipment(shop, report(tid, 'YT0000000000031')))).kind, 'unknown_outcome')
  assert.deepEqual(await taobao.reportShipment(shop, report(tid, 'YT0000000000031')), {
    outcome: 'already_shipped',
    sameNumber: true,
  })
})

test('an order that must not be shipped is refused, and so are a wrong number and an unknown carrier', async () => {
  const { shopId, shop } = openShop('ship-refused')
  const tid = sandbox.control.createOrders(1, { shopId })[0]?.tid ?? ''
  const wrongNumber = await failureOf(taobao.reportShipment(shop, report(tid, 'NOT-A-NUMBER')))
  assert.deepEqual([wrongNumber.kind, wrongNumber.platformCode], ['refused', 'isv.logistics-offline-service-error:B60'])
  const unmapped = await failureOf(taobao.reportShipment(shop, { ...report(tid, 'X1'), carrier: 'PIGEON' }))
  assert.deepEqual([unmapped.kind, unmapped.platformCode], ['our_fault', 'carrier-unmapped'])
  sandbox.control.forbidShipping(tid)
  assert.equal(
    (await failureOf(taobao.reportShipment(shop, report(tid, 'YT0000000000041')))).platformCode,
    'isv.logistics-offline-service-error:B02',
  )
})
