import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { planReading } from '../reading-rules.ts'
import { readingOf } from '../review-views.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export const planNextReading = query({
  name: 'reviews.planNextReading',
  ...shape({ shopId: uuid }, z.object({ plan: z.object({ from: moment, to: moment, isWhole: z.boolean() }).nullable() })),
  summary: 'Which time of a shop’s reviews is read next; nothing when it was read a moment ago.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { shopId }, _actor, world) {
    const known = await readingOf(reader, shopId)
    const now = world.now()
    if (known && Date.parse(known.nextReadingAt) > now.getTime()) return { plan: null }
    const times = {
      overlapMs: ruleValue('defaults', 'reviewOverlap', 'minutes') * MINUTE_MS,
      reachMs: ruleValue('defaults', 'reviewReach', 'days') * 24 * HOUR_MS,
      wholeEveryMs: ruleValue('defaults', 'reviewWholeReading', 'hours') * HOUR_MS,
    }
    return { plan: planReading(known, now, times) }
  },
})
