import { errors } from '#contract/errors.ts'
import { intake } from '#contract/intake.ts'
import type { Refusal } from '#contract/operation.ts'
import { reachesShop } from '#kernel/access.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById, syncOfActiveShops } from '#modules/shops/public.ts'
import { offers, platformNamed, platformsOffering } from '#server/platforms/registry.ts'
import { pullShopRequest } from '../intake-requests.ts'

export const pullNow = command({
  name: 'intake.pullNow',
  ...intake.pullNow,
  summary: 'Reads shops at once instead of waiting for the next round.',
  access: { permission: 'intake.manage', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'shop', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.shopNotAuthorised, errors.notOffered, errors.tooManyRequests],
  async run(tx, { shopIds }, actor, { now, enqueue }) {
    const [shops, active] = await Promise.all([shopsById(tx, shopIds), syncOfActiveShops(tx, platformsOffering('pullOrders'))])
    const waits = new Map(active.map(({ shopId, waitUntil }) => [shopId, waitUntil === null ? 0 : Date.parse(waitUntil)]))
    const refused: Refusal[] = []
    const done: string[] = []
    for (const shopId of new Set(shopIds)) {
      const shop = reachesShop(actor.scope, shopId) ? shops.get(shopId) : undefined
      const waitsUntil = waits.get(shopId)
      if (!shop) refused.push(refuse(shopId, errors.notFound))
      else if (!offers(shop.platform, 'pullOrders'))
        refused.push(refuse(shopId, errors.notOffered, { platform: platformNamed(shop.platform).zh, capability: 'pullOrders' }))
      else if (waitsUntil === undefined) refused.push(refuse(shopId, errors.shopNotAuthorised, { shop: shop.name }))
      else if (waitsUntil > now.getTime())
        refused.push(refuse(shopId, errors.tooManyRequests, { seconds: Math.ceil((waitsUntil - now.getTime()) / 1000) }))
      else {
        enqueue(pullShopRequest(shopId))
        done.push(shopId)
      }
    }
    return { done, refused }
  },
})
