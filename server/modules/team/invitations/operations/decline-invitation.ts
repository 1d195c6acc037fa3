import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { publicCommand } from '#kernel/operation.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { logVisit } from '#modules/team/sign-in/sign-in.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeamState } from '#modules/team/team-lock.ts'
import { requireAnswerable, requireToken } from '../answerable.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { moveInvitations } from '../invitation-store.ts'
import { tellInviters } from '../tell-inviter.ts'

export const declineInvitation = publicCommand({
  name: 'team.declineInvitation',
  ...team.declineInvitation,
  summary: 'Declines an invitation; its link is dead and the seat is free.',
  public: true,
  errors: [errors.invitationSpent],
  async run(context, { token, reason }) {
    const { merchantId, tokenHash } = requireToken(token)
    return inMerchant(context.database, merchantId, 'write', async (tx) => {
      await lockTeamState(tx)
      const { invitationId, accountId, name } = await requireAnswerable(tx, tokenHash, context.now)
      const moved = await moveInvitations(tx, [invitationId], 'decline', context.now, { detail: reason })
      if (moved.length === 0) return fail(errors.invitationSpent)
      await freeSeats(tx, [accountId])
      await logVisit(tx, context, {
        operation: 'team.declineInvitation',
        outcome: 'done',
        account: { account_id: accountId, name },
        sessionId: null,
        details: { invitationId },
      })
      const told = await tellInviters(tx, context.now, 'invitationDeclined', moved)
      await context.announce(tx, [accountChanged([accountId]), invitationsChanged, ...told])
      return {}
    })
  },
})
