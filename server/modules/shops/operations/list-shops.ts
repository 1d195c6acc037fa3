import { shops } from '#contract/shops.ts'
import { query } from '#kernel/operation.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { type ListedShop, shopsInScope } from '../shop-views.ts'
import { freshnessOf } from '../sync-rules.ts'
import { authorisationState } from '../token-rules.ts'

export const listShops = query({
  name: 'shops.listShops',
  ...shops.listShops,
  summary: 'The shops in scope with their authorisation and how fresh their orders are.',
  access: { permission: 'shops.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor, world) {
    const now = world.now()
    return { rows: (await shopsInScope(reader, actor.scope)).map((shop) => rowOf(shop, now)) }
  },
})

function rowOf(shop: ListedShop, now: Date) {
  const { shopId, platform, name, state, platformShopName, warehouseId, version, accessExpiresAt, pulledUntil } = shop
  const capabilities = [...adapterFor(platform).capabilities]
  const freshness = freshnessOf({ pulledUntil, state, isPulled: capabilities.includes('pullOrders') }, now)
  const { lastSuccessAt, lastError, lastErrorAt, quarantinedCount } = shop
  return {
    ...{ shopId, platform, name, state, platformShopName, warehouseId, capabilities, version, accessExpiresAt },
    authorisation: authorisationState(tokenTimes(shop), state, now),
    sync: { pulledUntil, lastSuccessAt, lastError, lastErrorAt, quarantinedCount, freshness },
  }
}

function tokenTimes({ renewedAt, accessExpiresAt, refreshExpiresAt }: ListedShop) {
  if (renewedAt === null || accessExpiresAt === null || refreshExpiresAt === null) return null
  return {
    renewedAt: new Date(renewedAt),
    accessExpiresAt: new Date(accessExpiresAt),
    refreshExpiresAt: new Date(refreshExpiresAt),
  }
}
