import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { accountsById } from '#modules/team/account-views.ts'
import { offboardingList } from '../offboarding-views.ts'

export const readLeaving = query({
  name: 'team.readLeaving',
  ...team.readLeaving,
  summary: 'What somebody holds, and how far leaving has come.',
  access: { permission: 'team.manage', scope: 'staff' },
  errors: [errors.notFound],
  async run(reader, { accountId }, actor, world) {
    const [account] = await accountsById(reader, [accountId])
    if (!account || !reachesRow(actor.scope, { holderId: account.account_id })) return fail(errors.notFound)
    const now = world.now()
    const holdings = []
    for (const { kind, way, read } of world.holdings) {
      const held = await read(reader, account.account_id, now)
      holdings.push({ kind, way, ...held })
    }
    const { rows } = await offboardingList(reader, actor, { accountId: account.account_id })
    return { name: account.name, login: account.login, holdings, offboarding: rows[0] ?? null }
  },
})
