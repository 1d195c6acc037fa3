import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { changeStates } from '../state-change.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const freezeStaff = command({
  name: 'team.freezeStaff',
  ...team.freezeStaff,
  summary: 'Freezes accounts: their next request is refused and open pages are closed.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (_input, result) => ({
    objects: result.done.map((id) => ({ kind: 'account', id })),
    details: { frozen: result.done.length, refused: result.refused },
  }),
  errors: [errors.lastOwner, errors.strongerTarget, errors.ownGrants, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const result = await changeStates(tx, await lockTeam(tx, effects), 'freeze', input.accountIds, effects)
    if (result.done.length > 0) effects.announce(accountChanged(result.done))
    return result
  },
})
