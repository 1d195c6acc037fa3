import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, nothing, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { shopsById } from '#modules/shops/public.ts'
import { finishReading } from '../review-store.ts'

const MINUTE_MS = 60_000

export const endReading = command({
  name: 'reviews.endReading',
  ...shape({ shopId: uuid, until: moment, isWhole: z.boolean() }, nothing),
  summary: 'Notes how far the reviews of a shop were read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the moment stands with the shop' },
  errors: [errors.notFound],
  async run(tx, { shopId, until, isWhole }, _actor, { now }) {
    if ((await shopsById(tx, [shopId])).size === 0) return fail(errors.notFound)
    const pauseMs = ruleValue('defaults', 'reviewReadingPause', 'minutes') * MINUTE_MS
    await finishReading(tx, shopId, { until, isWhole, nextReadingAt: new Date(now.getTime() + pauseMs) })
    return {}
  },
})
