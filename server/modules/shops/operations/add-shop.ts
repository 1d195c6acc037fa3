import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { offers } from '#server/platforms/registry.ts'
import { shopsChanged } from '../shop-events.ts'
import { insertShop } from '../shop-store.ts'

const FIRST_PULL_HOURS = 24

export const addShop = command({
  name: 'shops.addShop',
  ...shops.addShop,
  summary: 'Adds a shop; one whose platform needs no authorisation is active at once.',
  access: { permission: 'shops.manage', scope: 'merchant' },
  audit: ({ platform, name }, { shopId }) => ({ objects: [{ kind: 'shop', id: shopId }], details: { platform, name } }),
  errors: [errors.unknownPlatform, errors.shopExists],
  async run(tx, { platform, name, firstPullHours = FIRST_PULL_HOURS }, _actor, effects) {
    const shopId = newId()
    const state = offers(platform, 'authorise') ? 'unauthorised' : 'active'
    if (!(await insertShop(tx, { shopId, platform, name, state, firstPullHours }))) return fail(errors.shopExists, { name })
    effects.announce(shopsChanged([shopId]))
    return { shopId }
  },
})
