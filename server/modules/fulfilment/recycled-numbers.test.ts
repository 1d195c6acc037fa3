/** Unused numbers of Pinduoduo: young ones are given back, old ones the platform has taken back by itself. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { startDuePulls } from '#modules/intake/operations/start-due-pulls.ts'
import { aConnectedShop, aPlatformTeam, type ConnectedShop, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { approveForced } from '#modules/orders/operations/approve-forced.ts'
import { SENDER } from '#server/testing/warehouse.ts'
import { addCarrierAccount } from './operations/add-carrier-account.ts'
import { listCarriers } from './operations/list-carriers.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { voidWaybills } from './operations/void-waybills.ts'

const CODE = 'TEE-WH-M'
let world: PlatformTeam
let shop: ConnectedShop
before(async () => {
  world = await aPlatformTeam()
  Object.defineProperty(world.t.clock, 'now', { get: () => new Date() })
  shop = await aConnectedShop(world, 'pinduoduo', { firstPullHours: 1 })
  const account = { carrier: 'YTO', interfaceName: 'pinduoduo', shopId: shop.shopId, sender: SENDER, isDefault: true }
  await world.t.call('owner', addCarrierAccount, account)
  const skuId = newId()
  await world.t.write(async (tx) => {
    await tx.write(
      sql`insert into skus (merchant_id, sku_id, code, title, weight_grams) values (${tx.merchantId}, ${skuId}, ${CODE}, ${CODE}, 300)`,
    )
    await addOpeningStock(tx, [{ skuId, onHand: 1000 }], { name: 'test', now: new Date() })
  })
})
after(() => world.stop())

test('a number of yesterday is given back, one of last month is not asked about and says why', async () => {
  world.sandbox.control.createOrders(2, { shopId: shop.platformShopId, merchantSkus: [CODE], buyerNote: '' })
  await world.t.callAsSystem(startDuePulls, {})
  await world.t.runJobs()
  const parcelIds = await world.t.read(async (reader) =>
    (
      await reader.rows<{ id: string }>(
        sql`select parcel_id as id from parcels where merchant_id = ${reader.merchantId} order by parcel_id`,
      )
    ).map(({ id }) => id),
  )
  const [old = '', young = ''] = parcelIds
  await world.t.call('owner', approveForced, { parcelIds, reason: 'test' })
  await world.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await world.t.runJobs()
  await world.t.write((tx) =>
    tx.write(sql`
      update waybills set issued_at = now() - interval '31 days' where merchant_id = ${tx.merchantId} and parcel_id = ${old}`),
  )
  assert.deepEqual((await world.t.call('warehouseKeeper', voidWaybills, { parcelIds, reason: '换快递' })).done.length, 2)
  await world.t.runJobs()
  const settled = await world.t.read((reader) =>
    reader.rows<{ id: string; back: boolean; problem: string }>(sql`
      select parcel_id as id, cancelled_at is not null as back, cancel_problem as problem from waybills where merchant_id = ${reader.merchantId}`),
  )
  const of = (id: string) => settled.find((row) => row.id === id)
  assert.deepEqual([of(young)?.back, of(young)?.problem], [true, ''])
  assert.equal(of(old)?.back, false)
  assert.match(of(old)?.problem ?? '', /已自动回收/)
  assert.equal(world.sandbox.control.waybills().filter(({ isCancelled }) => isCancelled).length, 1)
})

test('whoever voids is told when the balance comes back', async () => {
  const { interfaces } = await world.t.call('warehouseKeeper', listCarriers, {})
  const days = Object.fromEntries(interfaces.map(({ interfaceName, backAfterDays }) => [interfaceName, backAfterDays]))
  assert.deepEqual([days.cainiao, days.pinduoduo, days.sf], [15, 15, null])
})
