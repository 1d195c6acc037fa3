import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { invitationById } from '../invitation-views.ts'
import { posting, postingOf } from '../posting.ts'

export const readReminder = query({
  name: 'team.readReminder',
  ...shape(
    { invitationId: uuid, round: z.number().int() },
    z.object({ posting: posting.nullable(), providerMessageId: z.string() }),
  ),
  summary: 'What to send to somebody who has not answered; null when the answer has come.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { invitationId, round }, _actor, world) {
    const invitation = await invitationById(reader, invitationId)
    const isWaiting = invitation?.round === round && (invitation.state === 'delivered' || invitation.state === 'opened')
    if (!isWaiting || Date.parse(invitation.expiresAt) <= world.now().getTime()) return { posting: null, providerMessageId: '' }
    return { posting: await postingOf(reader, invitation), providerMessageId: invitation.providerMessageId ?? '' }
  },
})
