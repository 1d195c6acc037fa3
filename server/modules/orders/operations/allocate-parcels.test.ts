import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { aLine, aSnapshot, intake, parcelsOf, someGoods } from '#modules/orders/testing/order-samples.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { listShops } from '#modules/shops/operations/list-shops.ts'
import { listWarehouses } from '#modules/shops/operations/list-warehouses.ts'
import { setShopWarehouse } from '#modules/shops/operations/set-shop-warehouse.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { allocateParcels } from './allocate-parcels.ts'
import { claimParcels } from './claim-parcels.ts'
import { listParcels } from './list-parcels.ts'
import { mergeParcels } from './merge-parcels.ts'
import { readParcel } from './read-parcel.ts'
import { splitParcel } from './split-parcel.ts'

let t: TestTeam
let shopId: string
let [main, east]: string[] = []
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z') })
  shopId = await t.shop()
  await someGoods(t, { 'TEE-B-L': 1000 })
  await t.call('owner', addWarehouse, { name: '东仓' })
  ;[main, east] = (await t.call('owner', listWarehouses, {})).rows.map((row) => row.warehouseId)
})
after(() => t.drop())

let orders = 7000
async function aParcel(changes: Parameters<typeof aSnapshot>[1] = {}): Promise<string> {
  orders += 1
  await intake(t, shopId, aSnapshot(String(orders), { lines: [aLine({ quantity: 3 })], buyerNote: '等一下', ...changes }))
  return (await parcelsOf(t)).find((parcel) => parcel.orders === String(orders))?.parcelId ?? ''
}
const warehouseOf = async (parcelId: string): Promise<string> => (await t.call('owner', readParcel, { parcelId })).warehouseId
const to = (warehouseId: string | undefined, ...parcelIds: string[]) => ({ parcelIds, warehouseId: warehouseId ?? '' })

test('a parcel leaves from the warehouse its shop ships from when it is planned; a later change of the shop moves nothing', async () => {
  const before = await aParcel()
  const version = async () => (await t.call('owner', listShops, {})).rows.find((shop) => shop.shopId === shopId)?.version ?? 0
  await t.call('owner', setShopWarehouse, { shopId, version: await version(), warehouseId: east ?? '' })
  const later = await aParcel()
  assert.deepEqual([await warehouseOf(before), await warehouseOf(later)], [main, east])
  await t.call('owner', setShopWarehouse, { shopId, version: await version(), warehouseId: main ?? '' })
})

test('a parcel is moved by who reaches it where it lies and where it goes', async () => {
  const parcelId = await aParcel()
  const both = { accountId: await t.staff('两仓', [{ role: 'orderReviewer', warehouseIds: [main ?? '', east ?? ''] }]) }
  const eastOnly = { accountId: await t.staff('东仓员', [{ role: 'orderReviewer', warehouseIds: [east ?? ''] }]) }
  const codes = async (who: { accountId: string }, warehouseId: string | undefined) =>
    (await t.call(who, allocateParcels, to(warehouseId, parcelId))).refused.map((item) => item.code)
  assert.deepEqual(await codes(eastOnly, east), ['notFound'], 'he does not see it where it lies')
  assert.deepEqual(await codes(both, east), [])
  assert.equal(await warehouseOf(parcelId), east)
  assert.deepEqual(await codes(eastOnly, main), ['notFound'], 'he does not reach where it would go')
  assert.deepEqual(await codes(both, newId()), ['notFound'], 'a warehouse that is none is answered alike')
  assert.equal(await warehouseOf(parcelId), east)
  assert.equal(
    (await t.call(eastOnly, listParcels, {})).rows.some((row) => row.parcelId === parcelId),
    true,
  )
})

test('one grant per pair: the reach of one grant and the warehouse of another never add up', async () => {
  const parcelId = await aParcel()
  const otherShop = await t.shop()
  const who = {
    accountId: await t.staff('两份授权', [
      { role: 'orderReviewer', warehouseIds: [main ?? ''] },
      { role: 'orderReviewer', warehouseIds: [east ?? ''], shopIds: [otherShop] },
    ]),
  }
  const { refused } = await t.call(who, allocateParcels, to(east, parcelId))
  assert.deepEqual(
    refused.map((item) => item.code),
    ['notFound'],
  )
})

test('what somebody else has in hand is not moved', async () => {
  const parcelId = await aParcel()
  await t.call('orderReviewer', claimParcels, { parcelIds: [parcelId] })
  const { refused } = await t.call('owner', allocateParcels, to(east, parcelId))
  assert.deepEqual(
    refused.map((item) => item.code),
    ['claimedByOther'],
  )
})

test('parcels in different warehouses are not merged; a part that is split off stays in the warehouse', async () => {
  const same = { buyerKey: 'one', receiverKey: 'one' }
  const [first, second] = [await aParcel(same), await aParcel(same)]
  assert.equal((await t.call('owner', readParcel, { parcelId: first })).mergeableCount, 1)
  await t.call('owner', allocateParcels, to(east, second))
  assert.equal((await t.call('owner', readParcel, { parcelId: first })).mergeableCount, 0)
  await assert.rejects(t.call('owner', mergeParcels, { parcelIds: [first, second] }), /notMergeable.*仓库/)
  const [line] = (await t.call('owner', readParcel, { parcelId: second })).lines
  const { parcelId } = await t.call('owner', splitParcel, {
    parcelId: second,
    lines: [{ lineId: line?.lineId ?? '', quantity: 1 }],
  })
  assert.equal(await warehouseOf(parcelId), east)
})
