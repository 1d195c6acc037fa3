import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { pushStockRequest } from '../listing-requests.ts'
import { shopsBehind } from '../listing-views.ts'

/** Looks at the numbers themselves and waits for no fact, so that none can be missed. */
export const startDuePushes = command({
  name: 'listings.startDuePushes',
  ...shape({}, z.object({ shopCount: z.number().int() })),
  summary: 'Starts telling our stock to every shop that shows another number.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only starts jobs; what they tell is recorded with the listings' },
  errors: [],
  async run(tx, _input, _actor, { now, enqueue }) {
    const shopIds = await shopsBehind(tx, now)
    for (const shopId of shopIds) enqueue(pushStockRequest(shopId))
    return { shopCount: shopIds.length }
  },
})
