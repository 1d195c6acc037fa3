import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#kernel/ids.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { addWarehouse } from './operations/add-warehouse.ts'
import { listShops } from './operations/list-shops.ts'
import { listWarehouses } from './operations/list-warehouses.ts'
import { renameWarehouse } from './operations/rename-warehouse.ts'
import { setShopWarehouse } from './operations/set-shop-warehouse.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())
const warehouses = async (who: Parameters<TestTeam['call']>[0] = 'owner') => (await t.call(who, listWarehouses, {})).rows

test('a merchant begins with one warehouse, from which every shop ships', async () => {
  const shopId = await t.shop('甲店')
  assert.deepEqual(
    (await warehouses()).map((row) => [row.name, row.shops.map((shop) => shop.shopId)]),
    [['主仓', [shopId]]],
  )
})

test('names are unique, and a rename over what somebody else changed is refused', async () => {
  const { warehouseId } = await t.call('owner', addWarehouse, { name: '东仓' })
  await assert.rejects(t.call('owner', addWarehouse, { name: '东仓' }), /warehouseExists/)
  await assert.rejects(t.call('owner', renameWarehouse, { warehouseId, version: 1, name: '主仓' }), /warehouseExists/)
  await t.call('owner', renameWarehouse, { warehouseId, version: 1, name: '东区仓' })
  await assert.rejects(t.call('owner', renameWarehouse, { warehouseId, version: 1, name: '西区仓' }), /stale/)
  assert.ok((await warehouses()).some((row) => row.name === '东区仓'))
})

test('who reaches one warehouse sees and names that one alone', async () => {
  const { warehouseId } = await t.call('owner', addWarehouse, { name: '北仓' })
  const [main] = await warehouses()
  const who = { accountId: await t.staff('北仓主管', [{ role: 'administrator', warehouseIds: [warehouseId] }]) }
  assert.deepEqual(
    (await warehouses(who)).map((row) => row.warehouseId),
    [warehouseId],
  )
  const rename = (id: string) => t.call(who, renameWarehouse, { warehouseId: id, version: 1, name: '改名' })
  await assert.rejects(rename(main?.warehouseId ?? ''), /notFound/)
  await assert.rejects(rename(newId()), /notFound/)
  await rename(warehouseId)
})

test('a shop changes its warehouse only for who reaches both, and under its version', async () => {
  const shopId = await t.shop('乙店')
  const { warehouseId } = await t.call('owner', addWarehouse, { name: '南仓' })
  const version = async () => (await t.call('owner', listShops, {})).rows.find((shop) => shop.shopId === shopId)?.version ?? 0
  const input = { shopId, warehouseId, version: await version() }
  const southOnly = { accountId: await t.staff('南仓主管', [{ role: 'administrator', warehouseIds: [warehouseId] }]) }
  await assert.rejects(t.call(southOnly, setShopWarehouse, input), /notFound/)
  await assert.rejects(t.call('owner', setShopWarehouse, { ...input, warehouseId: newId() }), /notFound/)
  await t.call('owner', setShopWarehouse, input)
  await assert.rejects(t.call('owner', setShopWarehouse, input), /stale/)
  assert.ok((await warehouses()).find((row) => row.warehouseId === warehouseId)?.shops.some((shop) => shop.shopId === shopId))
})
