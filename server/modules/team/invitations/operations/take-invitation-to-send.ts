import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { moveInvitations } from '../invitation-store.ts'
import { invitationById } from '../invitation-views.ts'
import { posting, postingOf } from '../posting.ts'

export const takeInvitationToSend = command({
  name: 'team.takeInvitationToSend',
  ...shape({ invitationId: uuid, round: z.number().int() }, z.object({ posting: posting.nullable() })),
  summary: 'Notes that a try to send begins and answers what to send; null when there is nothing to send any more.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the outcome of the try is logged' },
  errors: [],
  async run(tx, { invitationId, round }, _actor, { now }) {
    const invitation = await invitationById(tx, invitationId)
    if (invitation?.round !== round || Date.parse(invitation.expiresAt) <= now.getTime()) return { posting: null }
    const message = await postingOf(tx, invitation)
    const moved = message === null ? [] : await moveInvitations(tx, [invitationId], 'send', now)
    return { posting: moved.length === 1 ? message : null }
  },
})
