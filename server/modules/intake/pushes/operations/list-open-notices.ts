import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { openNotices } from '../push-notice-views.ts'

export const listOpenNotices = query({
  name: 'intake.listOpenNotices',
  ...shape(
    { shopId: uuid, limit: z.number().int().min(1).max(1000) },
    z.object({ notices: z.array(z.object({ noticeId: z.string(), platformOrderId: z.string() })) }),
  ),
  summary: 'What a platform told of a shop and nobody has read yet, the oldest first.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, { shopId, limit }) => ({ notices: await openNotices(reader, shopId, limit) }),
})
