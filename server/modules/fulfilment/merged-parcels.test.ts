/** Two orders whose receiver handles differ go out in one parcel, because the platform said that they may. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { approveForced } from '#modules/orders/operations/approve-forced.ts'
import { mergeParcels } from '#modules/orders/operations/merge-parcels.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { printParcels } from './operations/print-parcels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { shipParcels } from './operations/ship-parcels.ts'

let w: Warehouse
before(async () => {
  w = await aWarehouse({ automaticReview: false })
  for (const { id } of w.sandbox.control.shops('taobao')) w.sandbox.control.giveHandlePerOrder(id, true)
})
after(() => w.drop())

test('a merged parcel gets one number on the handle of its first order, and both orders are told', async () => {
  await w.orders(60)
  await w.t.write((tx) =>
    storeJobs(tx, [{ kind: 'orders.askMergeGroups', payload: { shopId: w.shopId }, key: w.shopId }], new Date()),
  )
  await w.work()
  const [pair] = await w.rows<{ parcelIds: string[]; keys: number }>(sql`
    select array_agg(parcel_id::text order by created_at, parcel_id) as "parcelIds", count(distinct receiver_key)::int as keys from parcels
    where merchant_id = ${w.t.merchantId} and merge_group <> '' group by merge_group, buyer_key having count(*) = 2 order by min(number)`)
  assert.ok(pair && pair.keys === 2, 'two orders of one receiver with two handles')
  const { parcelId } = await w.t.call('owner', mergeParcels, { parcelIds: pair.parcelIds })
  const approved = await w.t.call('owner', approveForced, { parcelIds: [parcelId], reason: '合单后放行' })
  assert.deepEqual(approved.refused, [])
  await w.t.call('warehouseKeeper', requestWaybills, { parcelIds: [parcelId] })
  await w.work()
  await w.t.call('warehouseKeeper', printParcels, { parcelIds: [parcelId], printerIds: w.printerIds })
  await w.work()
  const shipped = await w.t.call('warehouseKeeper', shipParcels, { parcelIds: [parcelId] })
  assert.deepEqual(shipped.refused, [])
  await w.work()
  const [row] = await w.rows<{ number: string; tids: string; writeBack: string }>(sql`
    select waybill_number as number, platform_order_ids as tids, write_back as "writeBack" from parcels
    where merchant_id = ${w.t.merchantId} and parcel_id = ${parcelId}`)
  assert.equal(row?.writeBack, 'confirmed')
  const tids = row.tids.split(' ')
  assert.equal(tids.length, 2)
  for (const tid of tids) assert.deepEqual(w.sandbox.control.order(tid).waybillNumbers, [row.number])
})
