import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { sql } from '#kernel/db.ts'
import { command } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { accountChanged, reviewsChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { closeReview } from '../close-review.ts'
import { undecidedByReviewer } from '../review-views.ts'
import { startReview } from '../start-review.ts'
import { tellReviewers } from '../tell-reviewers.ts'

const DAY_MS = 24 * 3600_000

export const advanceReviews = command({
  name: 'team.advanceReviews',
  ...shape({}, z.object({ closed: z.array(z.string()), reminded: z.array(z.string()), started: z.string().nullable() })),
  summary: 'Closes access reviews that are due, reminds before, and begins the next one where a rhythm is set.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { closed, reminded, started }) => ({
    objects: [...closed, ...(started ? [started] : [])].map((id) => ({ kind: 'accessReview', id })),
    details: { closed: closed.length, reminded: reminded.length, started },
  }),
  errors: [],
  async run(tx, _input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const { now } = effects
    const by = { accountId: admin.accountId, name: admin.name, now }
    const due = await tx.rows<{ review_id: string; name: string }>(sql`
      select review_id, name from access_reviews where merchant_id = ${tx.merchantId} and state = 'open' and due_at <= ${now} order by due_at`)
    let expired = 0
    for (const { review_id: id, name } of due) expired += await closeReview(tx, id, name, by, effects.world.config.home)
    const before = new Date(now.getTime() + ruleValue('defaults', 'reviewReminder', 'days') * DAY_MS)
    const reminded = await tx.rows<{ review_id: string; name: string; due_at: string }>(sql`
      update access_reviews set reminded_at = ${now}
      where merchant_id = ${tx.merchantId} and state = 'open' and reminded_at is null and due_at <= ${before} returning review_id, name, due_at`)
    for (const { review_id: id, name, due_at: dueAt } of reminded) {
      const counts = await undecidedByReviewer(tx, id)
      for (const fact of await tellReviewers(tx, 'reviewDueSoon', { name, dueAt }, counts, now)) effects.announce(fact)
    }
    const rhythm = await tx.maybe<{ months: number }>(sql`
      select t.review_every_months as months from team_state t
      where t.merchant_id = ${tx.merchantId} and t.review_every_months is not null and not exists (
        select from access_reviews r where r.merchant_id = ${tx.merchantId}
          and (r.state = 'open' or r.started_at > ${now}::timestamptz - make_interval(months => t.review_every_months)))`)
    const dueAt = new Date(now.getTime() + ruleValue('defaults', 'reviewTime', 'days') * DAY_MS).toISOString()
    const name = `${now.toISOString().slice(0, 10)} 定期权限复核`
    const begun = rhythm ? await startReview(tx, { name, dueAt, departmentId: null }, by) : null
    for (const fact of begun?.facts ?? []) effects.announce(fact)
    const started = begun?.reviewId ?? null
    const closed = due.map(({ review_id: id }) => id)
    const ids = [...closed, ...reminded.map(({ review_id: id }) => id), ...(started ? [started] : [])]
    if (ids.length > 0) effects.announce(reviewsChanged(ids))
    if (expired > 0) effects.announce(accountChanged([]))
    return { closed, reminded: reminded.map(({ review_id: id }) => id), started }
  },
})
