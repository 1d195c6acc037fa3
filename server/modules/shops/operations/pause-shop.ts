import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { command } from '#kernel/operation.ts'
import { shopsChanged } from '../shop-events.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { setState } from '../shop-store.ts'

export const pauseShop = command({
  name: 'shops.pauseShop',
  ...shops.pauseShop,
  summary: 'Stops reading orders of a shop until it is resumed; what is here already goes on.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound],
  async run(tx, { shopId }, actor, effects) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    if (shop.state === 'paused') return {}
    await setState(tx, shopId, 'paused')
    effects.logChange({ state: shop.state }, { state: 'paused' })
    effects.announce(shopsChanged([shopId]))
    return {}
  },
})
