import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { WAITING } from '../invitation-states.ts'
import { invitationUrl } from '../invitation-token.ts'
import { manageableInvitation } from '../manageable-invitation.ts'

export const showInvitationLink = query({
  name: 'team.showInvitationLink',
  ...team.showInvitationLink,
  summary: 'The link of an invitation that is handed over by hand, as text and QR code.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input) => ({ objects: [{ kind: 'invitation', id: input.invitationId }] }),
  errors: [errors.notFound, errors.invitationEnded],
  async run(reader, input, actor, world) {
    const { kind, state, tokenSealed, site, expiresAt } = await manageableInvitation(reader, actor, input)
    // What was sent to somebody's address is theirs alone.
    if (kind !== 'link') return fail(errors.notFound)
    const isOver = Date.parse(expiresAt) <= world.now().getTime()
    if (!WAITING.includes(state) || tokenSealed === null || isOver) return fail(errors.invitationEnded)
    return { url: invitationUrl(site, world.vault.open(reader.merchantId, tokenSealed)), expiresAt }
  },
})
