import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { readReviewsRequest } from '../review-requests.ts'
import { shopsToRead } from '../review-views.ts'

export const startReadings = command({
  name: 'reviews.startReadings',
  ...shape({}, z.object({ shopCount: z.number().int() })),
  summary: 'Starts reading the reviews of every shop whose turn it is.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only starts jobs; what they bring stands with the reviews' },
  errors: [],
  async run(tx, _input, _actor, { now, enqueue }) {
    const shopIds = await shopsToRead(tx, platformsOffering('reviews'), now)
    for (const shopId of shopIds) enqueue(readReviewsRequest(shopId))
    return { shopCount: shopIds.length }
  },
})
