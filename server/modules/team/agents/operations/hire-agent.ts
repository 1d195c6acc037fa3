import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountsById } from '#modules/team/account-views.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { admit } from '#modules/team/hiring/admit.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'

/** Nobody signs in with it: an agent comes with a token or through an app. */
const NO_PASSWORD = 'none'

export const hireAgent = command({
  name: 'team.hireAgent',
  ...team.hireAgent,
  summary: 'Hires an AI agent like a clerk: an account with grants of its own, never more than the person who answers for it.',
  access: { permission: 'team.manage', scope: 'staff' },
  stepUp: true,
  audit: (input, result) => ({
    objects: [
      { kind: 'account', id: result.accountId },
      { kind: 'account', id: input.responsibleId },
    ],
    details: { login: result.login, responsibleId: input.responsibleId, grants: input.grants, departmentId: input.departmentId },
  }),
  errors: [
    errors.stepUpRequired,
    errors.loginMalformed,
    errors.loginTaken,
    errors.beyondOwnRights,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const [responsible] = await accountsById(tx, [input.responsibleId])
    const isHis = responsible && reachesRow(admin.scope, { holderId: responsible.account_id })
    if (!isHis || responsible.state !== 'active' || responsible.kind === 'agent') return fail(errors.notFound)
    const pairs = await pairsForNewcomer(tx, admin, input)
    const agent = { ...input, passwordHash: NO_PASSWORD, endsAt: null, responsibleId: responsible.account_id }
    const { accountId, login } = await admit(tx, agent, effects.now)
    await replaceGrants(tx, { accountId }, pairs, admin.accountId)
    effects.announce(accountChanged([accountId]))
    return { accountId, login }
  },
})
