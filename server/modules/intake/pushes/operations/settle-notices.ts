import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { settle } from '../push-notice-store.ts'

export const settleNotices = command({
  name: 'intake.settleNotices',
  ...shape({ shopId: uuid, noticeIds: z.array(z.string()).min(1).max(1000) }, nothing),
  summary: 'Notes that what a platform told of a shop has been read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the orders that were read for it are a record of their own' },
  errors: [],
  async run(tx, { shopId, noticeIds }, _actor, { now }) {
    await settle(tx, shopId, noticeIds, now)
    return {}
  },
})
