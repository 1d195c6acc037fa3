import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsChanged } from '../shop-events.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { renameTo } from '../shop-store.ts'

export const renameShop = command({
  name: 'shops.renameShop',
  ...shops.renameShop,
  summary: 'Changes the name a shop has here; on the platform it keeps its own.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound, errors.stale, errors.shopExists],
  async run(tx, { shopId, version, name }, actor, effects) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    if (shop.version !== version) return fail(errors.stale, { changed: shop.name })
    if (!(await renameTo(tx, shopId, name))) return fail(errors.shopExists, { name })
    effects.logChange({ name: shop.name }, { name })
    effects.announce(shopsChanged([shopId]))
    return { version: version + 1 }
  },
})
