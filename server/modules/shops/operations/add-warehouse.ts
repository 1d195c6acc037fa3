import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { warehousesChanged } from '../shop-events.ts'
import { insertWarehouse } from '../warehouse-store.ts'

export const addWarehouse = command({
  name: 'shops.addWarehouse',
  ...shops.addWarehouse,
  summary: 'Adds a warehouse; shops ship from it once they are set to, and parcels can be moved there.',
  access: { permission: 'shops.manage', scope: 'merchant' },
  audit: ({ name }, { warehouseId }) => ({ objects: [{ kind: 'warehouse', id: warehouseId }], details: { name } }),
  errors: [errors.warehouseExists],
  async run(tx, { name }, _actor, effects) {
    const warehouseId = newId()
    if (!(await insertWarehouse(tx, { warehouseId, name }))) return fail(errors.warehouseExists, { name })
    effects.announce(warehousesChanged([warehouseId]))
    return { warehouseId }
  },
})
