import { team } from '#contract/team.ts'
import { scopeOf } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { query } from '#kernel/operation.ts'
import { reviewList } from '../review-views.ts'

export const listAccessReviews = query({
  name: 'team.listAccessReviews',
  ...team.listAccessReviews,
  summary: 'Access reviews: all of them for who leads them, else those one is asked in.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  async run(reader, _input, actor) {
    const leads = scopeOf(actor, 'team.settings', 'merchant') !== undefined
    const rhythm = await reader.maybe<{ review_every_months: number | null }>(
      sql`select review_every_months from team_state where merchant_id = ${reader.merchantId}`,
    )
    return { rows: await reviewList(reader, actor.accountId, leads), everyMonths: rhythm?.review_every_months ?? null }
  },
})
