import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { publicCommand } from '#kernel/operation.ts'
import { requireAnswerable, requireToken } from '../answerable.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { offerOf } from '../invitation-offer.ts'
import { moveInvitations } from '../invitation-store.ts'

export const readInvitation = publicCommand({
  name: 'team.readInvitation',
  ...team.readInvitation,
  summary: 'What an invitation offers: the merchant, who invites, which rights, until when. Nothing else is shown.',
  public: true,
  errors: [errors.invitationSpent],
  async run(context, { token }) {
    const { merchantId, tokenHash } = requireToken(token)
    return inMerchant(context.database, merchantId, 'write', async (tx) => {
      const invitation = await requireAnswerable(tx, tokenHash, context.now)
      if (invitation.state !== 'opened') {
        await moveInvitations(tx, [invitation.invitationId], 'open', context.now)
        await context.announce(tx, [invitationsChanged])
      }
      return offerOf(tx, invitation)
    })
  },
})
