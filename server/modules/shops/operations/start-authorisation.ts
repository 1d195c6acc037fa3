import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { AUTHORISATION_MINUTES, stateOf } from '../authorisation-state.ts'
import { lockShopInScope } from '../shop-in-scope.ts'
import { insertAuthorisationRequest } from '../shop-store.ts'

export const startAuthorisation = command({
  name: 'shops.startAuthorisation',
  ...shops.startAuthorisation,
  summary: 'Begins granting access to a shop: answers the platform page to open.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound, errors.notOffered],
  async run(tx, { shopId, redirectUrl }, actor, { now, world }) {
    const shop = await lockShopInScope(tx, actor.scope, shopId)
    const { adapter, appOf, zh } = platformNamed(shop.platform)
    const { authorisation } = adapter
    const app = appOf(world.config)
    if (authorisation.way !== 'code' || app === null) return fail(errors.notOffered, { platform: zh, capability: 'authorise' })
    const requestId = newId()
    const expiresAt = new Date(now.getTime() + AUTHORISATION_MINUTES * 60_000)
    await insertAuthorisationRequest(tx, { requestId, shopId, accountId: actor.accountId, redirectUrl, expiresAt })
    const { merchantId, accountId } = actor
    const state = stateOf(world.vault, { merchantId, accountId, shopId, requestId, expiresAt: expiresAt.toISOString() })
    return { url: authorisation.url({ ...app, now: () => now.getTime() }, { redirectUrl, state }) }
  },
})
