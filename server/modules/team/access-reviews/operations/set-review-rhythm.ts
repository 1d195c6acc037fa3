import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { sql } from '#kernel/db.ts'
import { command } from '#kernel/operation.ts'
import { reviewsChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'

export const setReviewRhythm = command({
  name: 'team.setReviewRhythm',
  ...team.setReviewRhythm,
  summary: 'How often an access review begins by itself; every three months is what partners ask for.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ everyMonths }) => ({ objects: [], details: { everyMonths } }),
  errors: [errors.accountFrozen],
  async run(tx, { everyMonths }, _actor, effects) {
    await lockTeam(tx, effects)
    await tx.write(sql`update team_state set review_every_months = ${everyMonths} where merchant_id = ${tx.merchantId}`)
    effects.announce(reviewsChanged([]))
    return {}
  },
})
