import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { Failure, fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { changeStates } from '#modules/team/state-change.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { manageableInvitation } from '../manageable-invitation.ts'

export const cancelInvitation = command({
  name: 'team.cancelInvitation',
  ...team.cancelInvitation,
  summary: 'Takes an invitation back: its link is dead, the name and the seat are free.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input) => ({ objects: [{ kind: 'invitation', id: input.invitationId }] }),
  errors: [errors.notFound, errors.stale, errors.invitationEnded, errors.strongerTarget, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const { accountId, accountState, version } = await manageableInvitation(tx, admin, input)
    if (accountState !== 'invited') return fail(errors.invitationEnded)
    const { refused } = await changeStates(tx, admin, 'remove', [accountId], effects)
    if (refused[0]?.code === errors.strongerTarget.code) throw new Failure(errors.strongerTarget, {})
    if (refused.length > 0) return fail(errors.notFound)
    await freeSeats(tx, [accountId])
    effects.announce(accountChanged([accountId]))
    effects.announce(invitationsChanged)
    return { version: version + 1 }
  },
})
