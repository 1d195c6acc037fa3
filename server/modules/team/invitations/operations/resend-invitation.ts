import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { freeSeats, takeSeat } from '#modules/team/seats/seat-store.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { nextState } from '../invitation-states.ts'
import { renewInvitation } from '../invitation-store.ts'
import { manageableInvitation } from '../manageable-invitation.ts'
import { deliveryJob, prepareSending, readAddress } from '../prepare-sending.ts'

export const resendInvitation = command({
  name: 'team.resendInvitation',
  ...team.resendInvitation,
  summary: 'Sends an invitation anew, also another way; the old link is dead, and whoever sends it answers for its rights.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input) => ({
    objects: [{ kind: 'invitation', id: input.invitationId }],
    details: input.kind === undefined ? {} : { by: input.kind },
  }),
  errors: [
    errors.notFound,
    errors.stale,
    errors.invitationEnded,
    errors.beyondOwnRights,
    errors.noSeat,
    errors.addressMalformed,
    errors.wayNotOffered,
    errors.alreadyInvited,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const { invitationId } = input
    const admin = await lockTeam(tx, effects)
    const invitation = await manageableInvitation(tx, admin, input)
    const { accountId, accountState, grants, departmentId, endsAt, kind, round } = invitation
    const isOver = endsAt !== null && Date.parse(endsAt) <= effects.now.getTime()
    if (accountState !== 'invited' || isOver || !nextState(invitation.state, 'resend')) return fail(errors.invitationEnded)
    await pairsForNewcomer(tx, admin, { grants, departmentId, accountId })
    const isKnown = kind === 'link' || invitation.addressSealed !== null
    const isSame = isKnown && (input.kind === undefined || (input.kind === kind && input.address === undefined))
    const known = { kind, print: invitation.addressPrint, sealed: invitation.addressSealed, hint: invitation.addressHint }
    const address = isSame ? known : readAddress(effects.world, tx, input.kind ?? kind, input.address ?? '')
    const sending = await prepareSending(tx, { invitationId, address, actor: admin }, effects)
    if (invitation.accountKind !== 'temporary') {
      await freeSeats(tx, [accountId])
      await takeSeat(tx, accountId, effects.now)
    }
    await renewInvitation(tx, invitationId, sending)
    if (address.kind !== 'link') effects.enqueue(deliveryJob(invitationId, round + 1))
    effects.announce(invitationsChanged)
    return { version: invitation.version + 1 }
  },
})
