import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setResponsiblePerson } from '#modules/team/account-store.ts'
import { accountsById } from '#modules/team/account-views.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'

export const setResponsible = command({
  name: 'team.setResponsible',
  ...team.setResponsible,
  summary: 'Makes another person answer for an agent: from now on it has never more rights than that one.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ accountId, responsibleId }) => ({
    objects: [
      { kind: 'account', id: accountId },
      { kind: 'account', id: responsibleId },
    ],
  }),
  errors: [errors.stale, errors.strongerTarget, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const agent = await manageableAccount(tx, admin, input)
    const [person] = await accountsById(tx, [input.responsibleId])
    if (agent.kind !== 'agent' || !person || !reachesRow(admin.scope, { holderId: person.account_id }))
      return fail(errors.notFound)
    if (person.state !== 'active' || person.kind === 'agent') return fail(errors.notFound)
    await setResponsiblePerson(tx, agent.account_id, person.account_id)
    effects.announce(accountChanged([agent.account_id]))
    return { version: agent.version + 1 }
  },
})
