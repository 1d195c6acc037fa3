import { errors } from '#contract/errors.ts'
import { inventory } from '#contract/inventory.ts'
import { fail, refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { warehousesById } from '#modules/shops/public.ts'
import { stockCounted } from '../inventory-events.ts'
import { lockStock, putLocations } from '../stock-store.ts'
import { locationsIn } from '../stock-views.ts'

export const setLocations = command({
  name: 'inventory.setLocations',
  ...inventory.setLocations,
  summary: 'Says where goods lie in a warehouse; pick lists are sorted by it.',
  access: { permission: 'inventory.adjust', scope: 'merchant' },
  audit: ({ warehouseId }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'sku', id })),
    details: { warehouseId, refused },
  }),
  errors: [errors.notFound],
  async run(tx, { warehouseId, items }, _actor, effects) {
    if (!(await warehousesById(tx)).has(warehouseId)) return fail(errors.notFound)
    const wanted = new Map(items.map(({ skuId, location }) => [skuId, location]))
    const known = new Set((await lockStock(tx, [...wanted.keys()])).map((row) => row.sku_id))
    const done = [...wanted.keys()].filter((skuId) => known.has(skuId))
    const refused = [...wanted.keys()].filter((skuId) => !known.has(skuId)).map((skuId) => refuse(skuId, errors.notFound))
    const before = await locationsIn(tx, warehouseId, done)
    await putLocations(
      tx,
      warehouseId,
      done.map((skuId) => ({ skuId, location: wanted.get(skuId) ?? '' })),
    )
    effects.logChange(
      Object.fromEntries(done.map((skuId) => [skuId, before.get(skuId) ?? ''])),
      Object.fromEntries(done.map((skuId) => [skuId, wanted.get(skuId)])),
    )
    if (done.length > 0) effects.announce(stockCounted(done))
    return { done, refused }
  },
})
