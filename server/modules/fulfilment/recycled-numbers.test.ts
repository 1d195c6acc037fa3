/** Unused numbers of Pinduoduo: young ones are given back, old ones the platform has taken back by itself. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { startDuePulls } from '#modules/intake/operations/start-due-pulls.ts'
import { aConnectedShop, aPlatformTeam, type ConnectedShop, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { approveForced } from '#modules/orders/operations/approve-forced.ts'
import { SENDER } from '#server/testing/warehouse.ts'
import { addCarrierAccount } from './operations/add-carrier-account.ts'
import { addPrinter } from './operations/add-printer.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { listCarriers } from './operations/list-carriers.ts'
import { listEndingWaybills } from './operations/list-ending-waybills.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { reprintParcels } from './operations/reprint-parcels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { shipParcels } from './operations/ship-parcels.ts'
import { voidWaybills } from './operations/void-waybills.ts'

const CODE = 'TEE-WH-M'
let world: PlatformTeam
let shop: ConnectedShop
/** How far the house's clock is set ahead. */
let aheadMs = 0
const DAY_MS = 24 * 3_600_000
before(async () => {
  world = await aPlatformTeam()
  Object.defineProperty(world.t.clock, 'now', { get: () => new Date(Date.now() + aheadMs) })
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

/** Parcels with a number of today. */
async function numbered(count: number): Promise<string[]> {
  const known = new Set(await allParcels())
  world.sandbox.control.createOrders(count, { shopId: shop.platformShopId, merchantSkus: [CODE], buyerNote: '' })
  do {
    await world.t.callAsSystem(startDuePulls, {})
    await world.t.runJobs()
  } while ((await allParcels()).length < known.size + count)
  const parcelIds = (await allParcels()).filter((id) => !known.has(id))
  await world.t.call('owner', approveForced, { parcelIds, reason: 'test' })
  await world.t.call(keeper, requestWaybills, { parcelIds })
  await world.t.runJobs()
  return parcelIds
}
const allParcels = async (): Promise<string[]> =>
  world.t.read(async (reader) =>
    (
      await reader.rows<{ id: string }>(
        sql`select parcel_id as id from parcels where merchant_id = ${reader.merchantId} order by parcel_id`,
      )
    ).map(({ id }) => id),
  )
const keeper = 'warehouseKeeper'
const size = '76x130' as const
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : Promise.reject(error)),
  )

test('numbers are announced three days before they end; after that they are neither printed nor shipped, until fetched anew', async (t) => {
  t.after(() => {
    aheadMs = 0
  })
  const [unprinted = '', printed = '', gone = ''] = await numbered(3)
  const ending = async () =>
    (await world.t.call(keeper, listEndingWaybills, {})).rows.map((row) => [row.parcelId, row.isPrinted, row.isOver])
  await world.t.call(keeper, downloadLabels, { parcelIds: [printed, gone], size })
  await world.t.call(keeper, shipParcels, { parcelIds: [gone] })
  await world.t.runJobs()
  aheadMs = 26 * DAY_MS
  assert.deepEqual(await ending(), [])
  aheadMs = 28 * DAY_MS
  assert.deepEqual(new Set((await ending()).map(String)), new Set([`${unprinted},false,false`, `${printed},true,false`]))
  aheadMs = 30 * DAY_MS
  assert.deepEqual(new Set((await ending()).map(String)), new Set([`${unprinted},false,true`, `${printed},true,true`]))
  const codes = async (act: Promise<{ refused: { code: string }[] }>) => (await act).refused.map(({ code }) => code)
  assert.equal(await codeOf(world.t.call(keeper, downloadLabels, { parcelIds: [unprinted], size })), 'waybillRecycled')
  assert.equal(
    await codeOf(world.t.call(keeper, downloadLabels, { parcelIds: [printed], size, reason: '破损' })),
    'waybillRecycled',
  )
  assert.deepEqual(await codes(world.t.call(keeper, shipParcels, { parcelIds: [printed] })), ['waybillRecycled'])
  const printer = { name: '打印机', url: 'ipp://127.0.0.1:9/none', paper: size }
  const { printerId } = await world.t.call('owner', addPrinter, printer)
  const { batchId } = await world.t.call(keeper, printParcels, { parcelIds: [unprinted], printerIds: [printerId] })
  assert.deepEqual(await codes(world.t.call(keeper, readBatch, { batchId })), ['waybillRecycled'])
  const again = await world.t.call(keeper, reprintParcels, { parcelIds: [printed], printerId, reason: '破损' })
  assert.deepEqual(await codes(world.t.call(keeper, readBatch, { batchId: again.batchId })), ['waybillRecycled'])
  // What left in time keeps its number for good.
  assert.equal(await codeOf(world.t.call(keeper, downloadLabels, { parcelIds: [gone], size, reason: '破损' })), 'done')
  aheadMs = 0
  assert.equal((await world.t.call(keeper, voidWaybills, { parcelIds: [printed], reason: '单号已回收' })).done.length, 1)
  await world.t.call(keeper, requestWaybills, { parcelIds: [printed] })
  await world.t.runJobs()
  await world.t.call(keeper, downloadLabels, { parcelIds: [printed], size })
  assert.deepEqual((await world.t.call(keeper, shipParcels, { parcelIds: [printed] })).done, [printed])
})

test('whoever voids is told when the balance comes back', async () => {
  const { interfaces } = await world.t.call('warehouseKeeper', listCarriers, {})
  const days = Object.fromEntries(interfaces.map(({ interfaceName, backAfterDays }) => [interfaceName, backAfterDays]))
  assert.deepEqual([days.cainiao, days.pinduoduo, days.sf], [15, 15, null])
})
