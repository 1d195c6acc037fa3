import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { dueDecisions } from '../decision-views.ts'

const AT_ONCE = 50

export const listDueDecisions = query({
  name: 'afterSales.listDueDecisions',
  ...shape(
    { shopId: uuid },
    z.object({
      rows: z.array(
        z.object({
          decisionId: uuid,
          afterSaleId: z.string(),
          agree: z.boolean(),
          reason: z.string(),
          seen: z.object({ platformState: z.string(), refundFen: z.number().int(), modifiedAt: moment }),
        }),
      ),
    }),
  ),
  summary: 'Decisions that a shop’s platform is to be told now.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, { shopId }, _actor, world) => ({ rows: await dueDecisions(reader, shopId, world.now(), AT_ONCE) }),
})
