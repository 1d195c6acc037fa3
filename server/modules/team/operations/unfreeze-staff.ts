import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { requireSeats } from '../seats/seat-store.ts'
import { changeStates } from '../state-change.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const unfreezeStaff = command({
  name: 'team.unfreezeStaff',
  ...team.unfreezeStaff,
  summary: 'Lets frozen accounts sign in again.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (_input, result) => ({
    objects: result.done.map((id) => ({ kind: 'account', id })),
    details: { unfrozen: result.done.length, refused: result.refused },
  }),
  errors: [errors.lastOwner, errors.strongerTarget, errors.notFound, errors.noSeat, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const result = await changeStates(tx, await lockTeam(tx, effects), 'unfreeze', input.accountIds, effects)
    await requireSeats(tx, result.done, effects.now)
    if (result.done.length > 0) effects.announce(accountChanged(result.done))
    return result
  },
})
