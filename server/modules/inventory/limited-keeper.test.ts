import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { editSku } from '#modules/catalog/operations/edit-sku.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { adjustStock } from './operations/adjust-stock.ts'
import { listStock } from './operations/list-stock.ts'
import { setSafety } from './operations/set-safety.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const isNotPermitted = (error: unknown) => error instanceof Failure && error.definition.code === 'notPermitted'

test('goods and stock serve all shops: who works for one shop sees them and changes nothing that counts in the others', async () => {
  const sku = { code: 'A', title: '商品', variant: '', minPriceFen: 5000, weightGrams: null }
  const { skuId } = await t.call('owner', addSku, sku)
  const shopId = await t.shop()
  const keeper = { accountId: await t.staff('一店仓管', [{ role: 'warehouseKeeper', shopIds: [shopId] }]) }
  const designer = { accountId: await t.staff('一店美工', [{ role: 'designer', shopIds: [shopId] }]) }
  assert.equal((await t.call(keeper, listStock, {})).rows.length, 1)
  await assert.rejects(t.call(keeper, adjustStock, { items: [{ skuId, onHand: 0 }], reason: '盘点' }), isNotPermitted)
  await assert.rejects(t.call(keeper, setSafety, { skuId, safety: 99 }), isNotPermitted)
  await assert.rejects(t.call(designer, addSku, { ...sku, code: 'B' }), isNotPermitted)
  const { code: _, ...fields } = sku
  // The lowest price guards the orders of every shop.
  await assert.rejects(t.call(designer, editSku, { skuId, version: 1, ...fields, minPriceFen: null }), isNotPermitted)
  await t.call('warehouseKeeper', adjustStock, { items: [{ skuId, onHand: 3 }], reason: '盘点' })
  await t.call('designer', editSku, { skuId, version: 1, ...fields, minPriceFen: 4000 })
})
