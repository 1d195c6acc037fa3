import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { syncOfActiveShops } from '#modules/shops/public.ts'
import { platformsOffering } from '#server/platforms/registry.ts'

const plan = z.object({
  platform: z.string(),
  firstPullHours: z.number().int(),
  pulledUntil: moment.nullable(),
  failedCount: z.number().int(),
})

export const readPullPlan = query({
  name: 'intake.readPullPlan',
  ...shape({ shopId: uuid }, z.object({ plan: plan.nullable() })),
  summary: 'From where a shop has to be read on; null while it is not to be read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { shopId }, _actor, world) {
    const shop = (await syncOfActiveShops(reader, platformsOffering('pullOrders'))).find((one) => one.shopId === shopId)
    if (!shop || (shop.waitUntil !== null && new Date(shop.waitUntil) > world.now())) return { plan: null }
    const { platform, firstPullHours, pulledUntil, failedCount } = shop
    return { plan: { platform, firstPullHours, pulledUntil, failedCount } }
  },
})
