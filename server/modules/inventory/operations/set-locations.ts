import { errors } from '#contract/errors.ts'
import { inventory } from '#contract/inventory.ts'
import { fail, refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { warehousesById } from '#modules/shops/public.ts'
import { stockCounted } from '../inventory-events.ts'
import { lockStockByCode, putLocations } from '../stock-store.ts'
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
    // The last word about a code counts.
    const wanted = new Map(items.map(({ sku, location }) => [sku, location]))
    const known = await lockStockByCode(tx, [...wanted.keys()])
    const placed = known.map(({ sku_id: skuId, code }) => ({ skuId, code, location: wanted.get(code) ?? '' }))
    const done = placed.map(({ skuId }) => skuId)
    const before = await locationsIn(tx, warehouseId, done)
    await putLocations(tx, warehouseId, placed)
    effects.logChange(
      Object.fromEntries(placed.map(({ skuId, code }) => [code, before.get(skuId) ?? ''])),
      Object.fromEntries(placed.map(({ code, location }) => [code, location])),
    )
    if (done.length > 0) effects.announce(stockCounted(done))
    const codes = new Set(known.map(({ code }) => code))
    return { done, refused: [...wanted.keys()].filter((code) => !codes.has(code)).map((code) => refuse(code, errors.notFound)) }
  },
})
