import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { warehousesChanged } from '../shop-events.ts'
import { lockWarehouse, renameWarehouseTo } from '../warehouse-store.ts'

export const renameWarehouse = command({
  name: 'shops.renameWarehouse',
  ...shops.renameWarehouse,
  summary: 'Changes the name of a warehouse, as lists and paper show it.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ warehouseId, name }) => ({ objects: [{ kind: 'warehouse', id: warehouseId }], details: { name } }),
  errors: [errors.notFound, errors.stale, errors.warehouseExists],
  async run(tx, { warehouseId, version, name }, actor, effects) {
    const known = reachesRow(actor.scope, { warehouseId }) ? await lockWarehouse(tx, warehouseId) : undefined
    if (!known) return fail(errors.notFound)
    if (known.version !== version) return fail(errors.stale, { changed: known.name })
    if (!(await renameWarehouseTo(tx, warehouseId, name))) return fail(errors.warehouseExists, { name })
    effects.announce(warehousesChanged([warehouseId]))
    return { version: version + 1 }
  },
})
