/** Receivers that only their platform can write on a label: its own waybills, and its own ear for the shipment. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { shipParcels } from './operations/ship-parcels.ts'

const keeper = 'warehouseKeeper'
const tidsOf = async (w: Warehouse, parcelIds: string[]): Promise<string[]> =>
  (
    await w.rows<{ tids: string[] }>(
      sql`select platform_order_ids as tids from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])`,
    )
  ).flatMap(({ tids }) => tids)

async function shipped(w: Warehouse, count: number): Promise<string[]> {
  const parcelIds = await w.orders(count)
  await w.t.call(keeper, requestWaybills, { parcelIds })
  await w.work()
  await w.t.call(keeper, downloadLabels, { parcelIds, size: '76x130' })
  await w.t.call(keeper, shipParcels, { parcelIds })
  await w.work()
  return tidsOf(w, parcelIds)
}
/** Each order was reported with a number of its own waybill, and accepted once. */
function assertShippedOnce(w: Warehouse, tids: readonly string[]): void {
  const ships = w.sandbox.control.ships().filter(({ tid, refusal }) => tids.includes(tid) && refusal === '')
  assert.deepEqual(ships.map(({ tid }) => tid).sort(), tids.toSorted())
  assert.ok(ships.every(({ waybillIsOurs }) => waybillIsOurs))
  for (const tid of tids) {
    const live = w.sandbox.control.waybills().filter(({ tids: known, isCancelled }) => known.includes(tid) && !isCancelled)
    assert.deepEqual(
      live.map(({ waybillNumber }) => waybillNumber),
      w.sandbox.control.order(tid).waybillNumbers,
    )
  }
}

const platforms = [
  { platform: 'douyin', waybill: 'logistics.newCreateOrder', shipment: 'order.logisticsAdd' },
  {
    platform: 'wechat',
    waybill: 'channels/ec/logistics/ewaybill/biz/order/create',
    shipment: 'channels/ec/order/delivery/send',
  },
] as const
for (const { platform, waybill, shipment } of platforms)
  describe(platform, () => {
    let w: Warehouse
    before(async () => {
      w = await aWarehouse({ platform })
    })
    after(() => w.drop())
    afterEach(async () => {
      w.sandbox.control.clearFaults()
      assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
    })

    test('its orders get waybills for their hidden receivers, are shipped, and it hears of each once', async () => {
      assertShippedOnce(w, await shipped(w, 12))
    })

    test('lost answers to waybills and to shipments leave neither a second number nor a second shipment', async () => {
      w.sandbox.control.setFault({ kind: 'lostReply', target: waybill, times: 1 })
      w.sandbox.control.setFault({ kind: 'lostReply', target: shipment, times: 2 })
      assertShippedOnce(w, await shipped(w, 4))
    })
  })
