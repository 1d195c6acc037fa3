import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { freeSeats } from '../seats/seat-store.ts'
import { changeStates } from '../state-change.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const removeStaff = command({
  name: 'team.removeStaff',
  ...team.removeStaff,
  summary: 'Takes accounts out of the team: signed out, seat free; the name stays in history.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (_input, result) => ({
    objects: result.done.map((id) => ({ kind: 'account', id })),
    details: { left: result.done.length, refused: result.refused },
  }),
  errors: [errors.lastOwner, errors.strongerTarget, errors.ownGrants, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const result = await changeStates(tx, await lockTeam(tx, effects), 'remove', input.accountIds, effects)
    await freeSeats(tx, result.done)
    if (result.done.length > 0) effects.announce(accountChanged(result.done))
    return result
  },
})
