import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsChanged } from '../shop-events.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { lockWarehouse, setWarehouse } from '../warehouse-store.ts'

/** Both the warehouse it leaves and the one it comes to lie in the actor's reach: work is neither taken from nor put upon others. */
export const setShopWarehouse = command({
  name: 'shops.setShopWarehouse',
  ...shops.setShopWarehouse,
  summary: 'Lets a shop ship from another warehouse: what is planned from now on leaves from there.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId, warehouseId }) => ({
    objects: [
      { kind: 'shop', id: shopId },
      { kind: 'warehouse', id: warehouseId },
    ],
  }),
  errors: [errors.notFound, errors.stale],
  async run(tx, { shopId, version, warehouseId }, actor, effects) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    const reaches = (id: string): boolean => reachesRow(actor.scope, { shopId, warehouseId: id })
    if (!reaches(shop.warehouseId) || !reaches(warehouseId)) return fail(errors.notFound)
    if (!(await lockWarehouse(tx, warehouseId))) return fail(errors.notFound)
    if (shop.version !== version) return fail(errors.stale, { changed: shop.name })
    await setWarehouse(tx, shopId, warehouseId)
    effects.announce(shopsChanged([shopId]))
    return { version: version + 1 }
  },
})
