import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { command } from '#kernel/operation.ts'
import { offers } from '#server/platforms/registry.ts'
import { shopsChanged } from '../shop-events.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { setState } from '../shop-store.ts'

export const resumeShop = command({
  name: 'shops.resumeShop',
  ...shops.resumeShop,
  summary: 'Goes on reading orders of a paused shop from where it stopped.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound],
  async run(tx, { shopId }, actor, effects) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    if (shop.state !== 'paused') return {}
    const state = shop.hasTokens || !offers(shop.platform, 'authorise') ? 'active' : 'unauthorised'
    await setState(tx, shopId, state)
    effects.logChange({ state: shop.state }, { state })
    effects.announce(shopsChanged([shopId]))
    return {}
  },
})
