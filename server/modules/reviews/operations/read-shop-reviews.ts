import { errors } from '#contract/errors.ts'
import { reviews } from '#contract/reviews.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { readReviewsRequest } from '../review-requests.ts'
import { readSoon } from '../review-store.ts'

export const readShopReviewsNow = command({
  name: 'reviews.readShopReviews',
  ...reviews.readShopReviews,
  summary: 'Reads the reviews of a shop now, in the background.',
  access: { permission: 'reviews.reply', scope: 'shop' },
  audit: ({ shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.notFound, errors.notOffered],
  async run(tx, { shopId }, actor, { enqueue, now }) {
    const { platform } = await requireShop(tx, actor.scope, shopId)
    if (!offers(platform, 'reviews'))
      return fail(errors.notOffered, { platform: platformNamed(platform).zh, capability: 'reviews' })
    await readSoon(tx, shopId, now)
    enqueue(readReviewsRequest(shopId))
    return {}
  },
})
