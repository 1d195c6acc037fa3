import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { dueListings } from '../listing-views.ts'
import { byUrgency } from '../stock-push-rules.ts'

const AT_ONCE = 200

export const takeDueStock = query({
  name: 'listings.takeDueStock',
  ...shape(
    { shopId: uuid },
    z.object({
      rows: z.array(
        z.object({
          platformItemId: z.string(),
          platformSkuId: z.string(),
          wanted: z.number().int(),
          told: z.number().int(),
          failedCount: z.number().int(),
        }),
      ),
    }),
  ),
  summary: 'The next numbers of a shop that the platform has to be told, the most urgent first.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, { shopId }, _actor, world) => ({
    rows: (await dueListings(reader, shopId, AT_ONCE, world.now())).sort(byUrgency),
  }),
})
