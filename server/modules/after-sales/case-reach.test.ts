/** A case shows the parcels of its order as far as its reader reaches parcels, whatever their reach of cases is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { pullNow } from '#modules/intake/operations/pull-now.ts'
import { addWarehouse } from '#modules/shops/operations/add-warehouse.ts'
import { createRole } from '#modules/team/roles/operations/create-role.ts'
import { readCase } from './operations/read-case.ts'
import { type Asking, asking } from './testing/asked-refunds.ts'

let w: Asking
before(async () => {
  w = await asking()
})
after(() => w.stop())

test('whoever reaches a case reads its parcels only in the warehouses they reach', async () => {
  const shop = await w.shop()
  const tid = w.ask(shop)
  await w.read(shop)
  await w.t.call('owner', pullNow, { shopIds: [shop.shopId] })
  await w.t.runJobs()
  const { caseId } = await w.caseOf(tid)
  const { roleId } = await w.t.call('owner', createRole, { name: '只看售后', permissions: ['account.self', 'afterSales.view'] })
  const { warehouseId } = await w.t.call('owner', addWarehouse, { name: '另一个仓' })
  const cases = { role: roleId }
  const [everywhere, elsewhere, nowhere] = [
    { accountId: await w.t.staff('都看', [cases, { role: 'warehouseKeeper' }]) },
    { accountId: await w.t.staff('看别处', [cases, { role: 'warehouseKeeper', warehouseIds: [warehouseId] }]) },
    { accountId: await w.t.staff('不看', [cases]) },
  ]
  const counts = await Promise.all(
    [everywhere, elsewhere, nowhere].map(async (who) => (await w.t.call(who, readCase, { caseId })).parcels.length),
  )
  assert.deepEqual(counts, [1, 0, 0])
})
