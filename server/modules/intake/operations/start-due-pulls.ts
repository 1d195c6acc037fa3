import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { syncOfActiveShops } from '#modules/shops/public.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { consumePushesRequest, pullShopRequest } from '../intake-requests.ts'

export const startDuePulls = command({
  name: 'intake.startDuePulls',
  ...shape({}, z.object({ shopCount: z.number().int() })),
  summary: 'Starts reading every active shop that the platform does not make wait.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only starts jobs; what they bring is recorded with them' },
  errors: [],
  async run(tx, _input, _actor, { now, enqueue }) {
    const shops = await syncOfActiveShops(tx, platformsOffering('pullOrders'))
    const due = shops.filter(({ waitUntil }) => waitUntil === null || new Date(waitUntil) <= now)
    for (const { shopId } of due) enqueue(pullShopRequest(shopId))
    const pushing = platformsOffering('pushOrders').filter((platform) => due.some((shop) => shop.platform === platform))
    for (const platform of pushing) enqueue(consumePushesRequest(platform))
    return { shopCount: due.length }
  },
})
