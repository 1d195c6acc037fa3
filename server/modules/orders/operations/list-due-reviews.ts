import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { dueReviews } from '../review-queue-views.ts'

export const listDueReviews = query({
  name: 'orders.listDueReviews',
  ...shape({}, z.object({ parcelIds: z.array(z.string()) })),
  summary: 'Parcels whose buffer time is over, the longest waiting first, 500 at a time.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, _input, _actor, world) => ({ parcelIds: await dueReviews(reader, world.now()) }),
})
