import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { checkedShops } from '#modules/shops/public.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { spanToCheck } from '../gap-rules.ts'

export const readGapSpan = query({
  name: 'intake.readGapSpan',
  ...shape({ shopId: uuid }, z.object({ span: z.object({ platform: z.string(), from: moment, to: moment }).nullable() })),
  summary: 'Which stretch of a shop’s past is to be compared now; null = none.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { shopId }, _actor, world) {
    const shop = (await checkedShops(reader, platformsOffering('pullOrders'))).find((one) => one.shopId === shopId)
    const span = shop ? spanToCheck(shop, world.now()) : null
    if (!shop || span === null) return { span: null }
    return { span: { platform: shop.platform, from: span.from.toISOString(), to: span.to.toISOString() } }
  },
})
