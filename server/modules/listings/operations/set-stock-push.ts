import { errors } from '#contract/errors.ts'
import { listings } from '#contract/listings.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { readShopGoodsRequest } from '../listing-requests.ts'
import { savePush } from '../listing-store.ts'

export const setStockPush = command({
  name: 'listings.setStockPush',
  ...listings.setStockPush,
  summary: 'Says whether a shop is told our stock, and which share of it.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: ({ shopId, isOn, sharePercent }) => ({ objects: [{ kind: 'shop', id: shopId }], details: { isOn, sharePercent } }),
  errors: [errors.notFound, errors.notOffered, errors.stale],
  async run(tx, input, actor, { enqueue }) {
    const { shopId, version, isOn } = input
    const { platform, name } = await requireShop(tx, actor.scope, shopId)
    if (!(offers(platform, 'stock') && offers(platform, 'products')))
      return fail(errors.notOffered, { platform: platformNamed(platform).zh, capability: 'stock' })
    if (!(await savePush(tx, input))) return fail(errors.stale, { changed: name })
    // Its goods are read first: the numbers follow with the last page.
    if (isOn) enqueue(readShopGoodsRequest(shopId))
    return { version: version + 1 }
  },
})
