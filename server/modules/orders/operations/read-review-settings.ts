import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { reviewSettingsOf } from '../review-settings.ts'

export const readReviewSettings = query({
  name: 'orders.readReviewSettings',
  ...orders.readReviewSettings,
  summary: 'How the automatic review of a shop is set; version 0 means that nobody has changed the defaults.',
  access: { permission: 'orders.settings', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { shopId }, actor) {
    await requireShop(reader, actor.scope, shopId)
    return (await reviewSettingsOf(reader, [shopId])).get(shopId) ?? fail(errors.notFound)
  },
})
