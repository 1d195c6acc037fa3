import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { readNoticedRequest } from '#modules/intake/intake-requests.ts'
import { keepNotices } from '../push-notice-store.ts'

const told = z.strictObject({ shopId: uuid, noticeId: z.string(), platformOrderId: z.string() })

export const keepPushed = command({
  name: 'intake.keepPushed',
  ...shape({ platform: z.string(), notices: z.array(told).max(1000) }, z.object({ newShopIds: z.array(uuid) })),
  summary: 'Keeps what came over a platform’s open line, to be read by a job.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only says that orders changed; the orders that are read for it are a record of their own' },
  errors: [],
  async run(tx, { platform, notices }, _actor, { now, enqueue }) {
    const newShopIds = await keepNotices(tx, platform, notices, now)
    for (const shopId of newShopIds) enqueue(readNoticedRequest(shopId))
    return { newShopIds }
  },
})
