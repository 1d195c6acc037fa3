import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { settleNumbers } from '../listing-store.ts'
import { retryAfterMs } from '../stock-push-rules.ts'

const number = z.strictObject({
  platformItemId: z.string(),
  platformSkuId: z.string(),
  quantity: z.number().int(),
  failedCount: z.number().int(),
  problem: z.string(),
})
export type SettledNumber = z.infer<typeof number>

export const settleStock = command({
  name: 'listings.settleStock',
  ...shape({ shopId: uuid, numbers: z.array(number).max(1000) }, nothing),
  summary: 'Records which numbers a platform took and which it refused.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the listing keeps what was told and when; an entry per number would bury the acts of persons' },
  errors: [],
  async run(tx, { shopId, numbers }, _actor, { now }) {
    await settleNumbers(
      tx,
      shopId,
      numbers.map((each) => ({ ...each, retryAfterMs: retryAfterMs(each.failedCount + 1) })),
      now,
    )
    return {}
  },
})
