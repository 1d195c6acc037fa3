import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import type { InvitationReason } from '#contract/team-invitations.ts'
import { command } from '#kernel/operation.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { nextTryAt } from '../invitation-rules.ts'
import type { InvitationAct } from '../invitation-states.ts'
import { type Change, moveInvitations } from '../invitation-store.ts'
import { invitationById } from '../invitation-views.ts'
import { tellInviters } from '../tell-inviter.ts'

/** `Delivery` of the messengers' port, flat. */
const delivery = z.object({
  outcome: z.enum(['delivered', 'notFound', 'notVerified', 'retryLater', 'rejected']),
  providerMessageId: z.string().default(''),
  reason: z.enum(['unreachable', 'timeout', 'serverError', 'busy']).optional(),
  isOurFault: z.boolean().default(false),
  detail: z.string().default(''),
})

export const recordDelivery = command({
  name: 'team.recordDelivery',
  ...shape({ invitationId: uuid, round: z.number().int(), delivery }, z.object({ retryAt: moment.nullable() })),
  summary: 'What became of a try to send an invitation: arrived, failed for good, or to be tried again at a stated time.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (input, result) => ({
    objects: [{ kind: 'invitation', id: input.invitationId }],
    details: { outcome: input.delivery.outcome, trouble: input.delivery.reason ?? null, retryAt: result.retryAt },
  }),
  errors: [],
  async run(tx, input, _actor, { now, announce }) {
    const invitation = await invitationById(tx, input.invitationId)
    if (invitation?.round !== input.round) return { retryAt: null }
    const tries = invitation.tries + 1
    const again = input.delivery.outcome === 'retryLater' ? nextTryAt(tries, now, new Date(invitation.expiresAt)) : null
    const { act, ...change } = outcomeOf(input.delivery, again)
    const moved = await moveInvitations(tx, [input.invitationId], act, now, { ...change, tries, nextTryAt: again })
    if (act === 'fail') {
      await freeSeats(
        tx,
        moved.map(({ accountId }) => accountId),
      )
      for (const fact of await tellInviters(tx, now, 'invitationFailed', moved)) announce(fact)
    }
    announce(invitationsChanged)
    return { retryAt: moved.length > 0 && again !== null ? again.toISOString() : null }
  },
})

function outcomeOf(answer: z.infer<typeof delivery>, again: Date | null): Change & { act: InvitationAct } {
  const failed = (reason: InvitationReason, detail = ''): Change & { act: InvitationAct } => ({ act: 'fail', reason, detail })
  switch (answer.outcome) {
    case 'delivered':
      return { act: 'deliver', providerMessageId: answer.providerMessageId }
    case 'notFound':
    case 'notVerified':
      return failed(answer.outcome)
    case 'rejected':
      return failed(answer.isOurFault ? 'ourFault' : 'rejected', answer.detail)
    case 'retryLater':
      return again === null ? failed('network', answer.detail) : { act: 'retry', reason: 'network', detail: answer.detail }
  }
}
