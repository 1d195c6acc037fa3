import { errors } from '#contract/errors.ts'
import { listings } from '#contract/listings.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { readShopGoodsRequest } from '../listing-requests.ts'

export const readShopGoods = command({
  name: 'listings.readShopGoods',
  ...listings.readShopGoods,
  summary: 'Reads everything a shop has on sale, in the background.',
  access: { permission: 'catalog.manage', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound, errors.notOffered],
  async run(tx, { shopId }, actor, { enqueue }) {
    const { platform } = await requireShop(tx, actor.scope, shopId)
    if (!offers(platform, 'products'))
      return fail(errors.notOffered, { platform: platformNamed(platform).zh, capability: 'products' })
    enqueue(readShopGoodsRequest(shopId))
    return {}
  },
})
