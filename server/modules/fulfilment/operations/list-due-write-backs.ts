import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { dueWriteBacks } from '../write-back-views.ts'

const AT_ONCE = 80

export const listDueWriteBacks = query({
  name: 'fulfilment.listDueWriteBacks',
  ...shape(
    { shopId: uuid },
    z.object({
      rows: z.array(
        z.object({
          writeBackId: uuid,
          platformOrderId: z.string(),
          platformLineIds: z.array(z.string()),
          carrier: z.string(),
          waybillNumber: z.string(),
          kind: z.enum(['first', 'change']),
          replaces: z.string(),
        }),
      ),
    }),
  ),
  summary: 'Shipments of a shop that its platform is to be told now.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, { shopId }, _actor, world) => ({ rows: await dueWriteBacks(reader, shopId, world.now(), AT_ONCE) }),
})
