import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { ProductSnapshot } from '#server/platforms/platform-services.ts'
import { pushStockRequest } from '../listing-requests.ts'
import { finishReading, storeGoods } from '../listing-store.ts'
import { shopsBehind } from '../listing-views.ts'

export const storeShopGoods = command({
  name: 'listings.storeShopGoods',
  ...shape(
    { shopId: uuid, products: z.array(z.custom<ProductSnapshot>()).max(500), startedAt: moment, isLast: z.boolean() },
    nothing,
  ),
  summary: 'Keeps a page of what a shop has on sale; with the last page what is no longer there goes.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'a copy of what the platform shows, with the time it was read' },
  errors: [errors.notFound],
  async run(tx, { shopId, products, startedAt, isLast }, _actor, { now, enqueue }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    await storeGoods(tx, shopId, products, now)
    if (!isLast) return {}
    await finishReading(tx, shopId, new Date(startedAt), now)
    if ((await shopsBehind(tx, now)).includes(shopId)) enqueue(pushStockRequest(shopId))
    return {}
  },
})
