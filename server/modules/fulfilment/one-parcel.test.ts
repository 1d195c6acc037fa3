import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { shipParcels } from './operations/ship-parcels.ts'

let w: Warehouse
before(async () => {
  w = await aWarehouse()
})
after(() => w.drop())

const stations = (parcelIds: string[]) =>
  w.rows<{ station: string; write_back: string; n: number }>(sql`
    select station, write_back, count(*)::int as n from parcels where merchant_id = ${w.t.merchantId} and parcel_id = any(${parcelIds}::uuid[])
    group by station, write_back order by station, write_back`)

test('approved parcels get numbers, are printed on two printers, shipped, and the platform knows', async () => {
  const parcelIds = await w.orders(20)
  assert.deepEqual(await stations(parcelIds), [{ station: 'waybill', write_back: 'none', n: 20 }])
  const asked = await w.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await w.work()
  const batch = await w.t.call('warehouseKeeper', readBatch, asked)
  assert.deepEqual([batch.state, batch.done, batch.refused], ['finished', 20, []])
  const printing = await w.t.call('warehouseKeeper', printParcels, { parcelIds, printerIds: w.printerIds })
  await w.work()
  assert.deepEqual(await stations(parcelIds), [{ station: 'ship', write_back: 'none', n: 20 }])
  assert.equal((await w.t.call('warehouseKeeper', readBatch, printing)).done, 20)
  const shipped = await w.t.call('warehouseKeeper', shipParcels, { parcelIds })
  assert.deepEqual([shipped.done.length, shipped.refused], [20, []])
  await w.work()
  assert.deepEqual(await stations(parcelIds), [{ station: 'shipped', write_back: 'confirmed', n: 20 }])
  assert.equal(w.sandbox.control.waybills().length, 20)
  assert.equal(w.sandbox.control.ships().filter((ship) => ship.refusal === '' && ship.waybillIsOurs).length, 20)
})
