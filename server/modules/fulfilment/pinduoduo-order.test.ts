/** One order of Pinduoduo from its platform to its shipment: encrypted receiver, the platform's own e-waybill, one shipment for all. */
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
import { changeShipment } from './operations/change-shipment.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { shipParcels } from './operations/ship-parcels.ts'

let world: PlatformTeam
let shop: ConnectedShop
before(async () => {
  world = await aPlatformTeam()
  // Readings end at the present, so this clock goes on.
  Object.defineProperty(world.t.clock, 'now', { get: () => new Date() })
  shop = await aConnectedShop(world, 'pinduoduo', { firstPullHours: 1 })
  await world.t.call('owner', addCarrierAccount, {
    ...{ carrier: 'YTO', interfaceName: 'pinduoduo', shopId: shop.shopId, sender: SENDER, isDefault: true },
  })
  await inStock('TEE-WH-M')
})
after(() => world.stop())

async function inStock(code: string): Promise<void> {
  const skuId = newId()
  await world.t.write(async (tx) => {
    await tx.write(
      sql`insert into skus (merchant_id, sku_id, code, title, weight_grams) values (${tx.merchantId}, ${skuId}, ${code}, ${code}, 300)`,
    )
    await addOpeningStock(tx, [{ skuId, onHand: 1000 }], { name: 'test', now: new Date() })
  })
}
async function read(): Promise<void> {
  await world.t.callAsSystem(startDuePulls, {})
  await world.t.runJobs()
}
const placed = (count: number) =>
  world.sandbox.control.createOrders(count, { shopId: shop.platformShopId, merchantSkus: ['TEE-WH-M'], buyerNote: '' })
const parcelOf = async (tid: string): Promise<string | undefined> => {
  const [row] = await world.t.read((reader) =>
    reader.rows<{ id: string }>(sql`
      select parcel_id as id from parcels where merchant_id = ${reader.merchantId} and platform_order_ids like ${`%${tid}%`}`),
  )
  return row?.id
}

test('orders with encrypted receivers get numbers of Pinduoduo and are shipped there once', async () => {
  const orders = placed(3)
  await read()
  const parcelIds: string[] = []
  for (const { tid } of orders) parcelIds.push((await parcelOf(tid)) ?? assert.fail(`no parcel of ${tid}`))
  await world.t.call('owner', approveForced, { parcelIds, reason: 'test' })
  await world.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await world.t.runJobs()
  const issued = world.sandbox.control.waybills()
  assert.deepEqual(issued.flatMap(({ tids }) => tids).sort(), orders.map(({ tid }) => tid).sort())
  await world.t.call('warehouseKeeper', downloadLabels, { parcelIds, size: '76x130' })
  const { done, refused } = await world.t.call('warehouseKeeper', shipParcels, { parcelIds })
  assert.deepEqual([done.length, refused], [3, []])
  await world.t.runJobs()
  for (const { tid } of orders) {
    const told = world.sandbox.control.ships().filter((each) => each.tid === tid)
    assert.deepEqual(
      told.map(({ refusal, waybillIsOurs, companyCode }) => [refusal, waybillIsOurs, companyCode]),
      [['', true, 'YTO']],
    )
  }
})

test('a shipped order gets another number, which Pinduoduo shows alone', async () => {
  const [order] = placed(1)
  assert.ok(order)
  while ((await parcelOf(order.tid)) === undefined) await read()
  const parcelId = (await parcelOf(order.tid)) ?? assert.fail('no parcel')
  await world.t.call('owner', approveForced, { parcelIds: [parcelId], reason: 'test' })
  await world.t.call('warehouseKeeper', requestWaybills, { parcelIds: [parcelId] })
  await world.t.runJobs()
  await world.t.call('warehouseKeeper', downloadLabels, { parcelIds: [parcelId], size: '76x130' })
  await world.t.call('warehouseKeeper', shipParcels, { parcelIds: [parcelId] })
  await world.t.runJobs()
  const [replaces = ''] = world.sandbox.control.order(order.tid).waybillNumbers
  const wish = { parcelId, replaces, carrier: 'SF', waybillNumber: 'SF0000000000077', giveBack: false, reason: '丢失重寄' }
  await world.t.call('warehouseKeeper', changeShipment, wish)
  await world.t.runJobs()
  assert.deepEqual(world.sandbox.control.order(order.tid).waybillNumbers, ['SF0000000000077'])
  const told = world.sandbox.control.ships().filter(({ waybillNumber }) => waybillNumber === 'SF0000000000077')
  assert.deepEqual(
    told.map(({ refusal, companyCode }) => [refusal, companyCode]),
    [['', 'SF']],
  )
})

test('an order under review is held, even by force, until the platform lets it go', async () => {
  const [order] = placed(1)
  assert.ok(order)
  world.sandbox.control.forbidShipping(order.tid)
  await read()
  const parcelIds = [(await parcelOf(order.tid)) ?? assert.fail('no parcel')]
  const approve = () => world.t.call('owner', approveForced, { parcelIds, reason: 'test' })
  assert.deepEqual(
    (await approve()).refused.map(({ code }) => code),
    ['parcelHeld'],
  )
  world.sandbox.control.allowShipping(order.tid)
  // The change is a whole second later than the one before, which may lie just ahead of a reading.
  const isHeld = async () => (await approve()).refused.some(({ code }) => code === 'parcelHeld')
  do await read()
  while (await isHeld())
  await world.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await world.t.runJobs()
  assert.equal(world.sandbox.control.waybills().filter(({ tids }) => tids.includes(order.tid)).length, 1)
})
