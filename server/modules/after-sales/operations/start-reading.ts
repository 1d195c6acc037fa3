import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { readShopRequest } from '../after-sales-requests.ts'
import { syncOfShops } from '../sync-views.ts'

export const startReading = command({
  name: 'afterSales.startReading',
  ...shape({}, z.object({ shopCount: z.number().int() })),
  summary: 'Starts reading the after-sales of every active shop that the platform does not make wait.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only starts jobs; what they bring is recorded with the cases' },
  errors: [],
  async run(tx, _input, _actor, { now, enqueue }) {
    const shops = await syncOfShops(tx, platformsOffering('afterSales'))
    const due = shops.filter(({ waitUntil }) => waitUntil === null || new Date(waitUntil) <= now)
    for (const { shopId } of due) enqueue(readShopRequest(shopId))
    return { shopCount: due.length }
  },
})
