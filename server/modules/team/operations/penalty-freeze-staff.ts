import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { changeStates } from '../state-change.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const penaltyFreezeStaff = command({
  name: 'team.penaltyFreezeStaff',
  ...team.penaltyFreezeStaff,
  summary: 'Freezes accounts as a penalty, with its reason.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input, result) => ({
    objects: result.done.map((id) => ({ kind: 'account', id })),
    details: { penaltyFrozen: result.done.length, refused: result.refused, reason: input.reason },
  }),
  errors: [errors.lastOwner, errors.strongerTarget, errors.ownGrants, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const result = await changeStates(tx, await lockTeam(tx, effects), 'penaltyFreeze', input.accountIds, effects)
    if (result.done.length > 0) effects.announce(accountChanged(result.done))
    return result
  },
})
