import { shops } from '#contract/shops.ts'
import { query } from '#kernel/operation.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { pushPathOf } from '../push-path-rules.ts'
import { type ListedShop, shopsInScope } from '../shop-views.ts'
import { freshnessOf } from '../sync-rules.ts'
import { authorisationState, tokenTimes } from '../token-rules.ts'

export const listShops = query({
  name: 'shops.listShops',
  ...shops.listShops,
  summary: 'The shops in scope with their authorisation and how fresh their orders are.',
  access: { permission: 'shops.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor, world) {
    const now = world.now()
    return { rows: (await shopsInScope(reader, actor.scope)).map((shop) => rowOf(reader.merchantId, shop, now)) }
  },
})

function rowOf(merchant: string, shop: ListedShop, now: Date) {
  const { shopId, platform, name, state, platformShopName, warehouseId, version, accessExpiresAt, pulledUntil, authorisedAt } =
    shop
  const adapter = adapterFor(platform)
  const capabilities = [...adapter.capabilities]
  const freshness = freshnessOf({ pulledUntil, authorisedAt, state, isPulled: capabilities.includes('pullOrders') }, now)
  const { lastSuccessAt, lastError, lastErrorKind, lastErrorAt, quarantinedCount, checkedUntil, missedCount, missedAt } = shop
  return {
    ...{ shopId, platform, name, state, platformShopName, warehouseId, capabilities, version, accessExpiresAt },
    authorisation: authorisationState(tokenTimes(shop), state, now),
    pushPath: pushPathOf(adapter, merchant, shopId),
    sync: {
      ...{ pulledUntil, lastSuccessAt, lastError, lastErrorKind, lastErrorAt, quarantinedCount, freshness },
      ...{ checkedUntil, missedCount, missedAt },
    },
  }
}
