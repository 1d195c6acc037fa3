import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { sql } from '#kernel/db.ts'
import { query } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'

const DAY_MS = 24 * 3600_000

/** Asked every minute, so that the acts themselves stand in the log only when there was something to do. */
export const findDueWork = query({
  name: 'team.findDueWork',
  ...shape({}, z.object({ seats: z.boolean(), temporary: z.boolean(), reviews: z.boolean() })),
  summary: 'What the team’s clock has to do now: seats that ended, temporary accounts that ended, reviews that are due.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, _input, _actor, world) {
    const now = world.now()
    const merchant = reader.merchantId
    const remindFrom = new Date(now.getTime() + ruleValue('defaults', 'reviewReminder', 'days') * DAY_MS)
    const due = await reader.maybe<{ seats: boolean; temporary: boolean; reviews: boolean }>(sql`
      select exists (select from seats s where s.merchant_id = ${merchant} and s.valid_until <= ${now}) as seats,
        exists (select from accounts a where a.merchant_id = ${merchant} and a.kind = 'temporary' and a.state <> 'left' and a.ends_at <= ${now}
          and not exists (select from offboardings o where o.merchant_id = ${merchant} and o.account_id = a.account_id and o.state = 'open')) as temporary,
        exists (select from access_reviews r where r.merchant_id = ${merchant} and r.state = 'open'
          and (r.due_at <= ${now} or (r.reminded_at is null and r.due_at <= ${remindFrom})))
        or exists (select from team_state t where t.merchant_id = ${merchant} and t.review_every_months is not null and not exists (
          select from access_reviews r where r.merchant_id = ${merchant}
            and (r.state = 'open' or r.started_at > ${now}::timestamptz - make_interval(months => t.review_every_months)))) as reviews`)
    return due ?? { seats: false, temporary: false, reviews: false }
  },
})
