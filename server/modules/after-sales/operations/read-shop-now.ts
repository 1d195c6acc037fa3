import { afterSales } from '#contract/after-sales.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { readShopRequest } from '../after-sales-requests.ts'

export const readShopNow = command({
  name: 'afterSales.readShopNow',
  ...afterSales.readShopNow,
  summary: 'Reads what buyers of a shop ask back, now and in the background.',
  access: { permission: 'afterSales.view', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound, errors.notOffered],
  async run(tx, { shopId }, actor, { enqueue }) {
    const { platform } = await requireShop(tx, actor.scope, shopId)
    if (!offers(platform, 'afterSales'))
      return fail(errors.notOffered, { platform: platformNamed(platform).zh, capability: 'afterSales' })
    enqueue(readShopRequest(shopId))
    return {}
  },
})
