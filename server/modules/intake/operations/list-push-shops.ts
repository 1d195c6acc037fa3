import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { syncOfActiveShops } from '#modules/shops/public.ts'

export const listPushShops = query({
  name: 'intake.listPushShops',
  ...shape(
    { platform: z.string() },
    z.object({ shops: z.array(z.object({ shopId: uuid, platformShopId: z.string(), isWaiting: z.boolean() })) }),
  ),
  summary: 'The active shops of a platform whose pushed changes are to be read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { platform }, _actor, world) {
    const now = world.now()
    return {
      shops: (await syncOfActiveShops(reader, [platform])).map(({ shopId, platformShopId, waitUntil }) => ({
        shopId,
        platformShopId,
        isWaiting: waitUntil !== null && new Date(waitUntil) > now,
      })),
    }
  },
})
