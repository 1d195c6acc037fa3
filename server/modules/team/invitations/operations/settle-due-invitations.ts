import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { markReminded, moveInvitations } from '../invitation-store.ts'
import { invitationById } from '../invitation-views.ts'
import { tellInviters } from '../tell-inviter.ts'

const some = z.array(uuid).max(500)

export const settleDueInvitations = command({
  name: 'team.settleDueInvitations',
  ...shape({ expired: some, undelivered: some, unanswered: some }, nothing),
  summary: 'Ends invitations whose time is over, frees their seats, and sets out to remind the others.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ expired, undelivered, unanswered }) => ({
    objects: [...expired, ...undelivered, ...unanswered].map((id) => ({ kind: 'invitation', id })),
    details: { expired: expired.length + undelivered.length, reminded: unanswered.length },
  }),
  errors: [],
  async run(tx, { expired, undelivered, unanswered }, _actor, { now, announce, enqueue }) {
    const over = [
      ...(await moveInvitations(tx, expired, 'expire', now, { reason: 'noAnswer' })),
      ...(await moveInvitations(tx, undelivered, 'expire', now, { reason: 'network' })),
    ]
    const accountIds = over.map(({ accountId }) => accountId)
    await freeSeats(tx, accountIds)
    for (const fact of await tellInviters(tx, now, 'invitationUnanswered', over)) announce(fact)
    await markReminded(tx, unanswered, now)
    for (const invitationId of unanswered) {
      const invitation = await invitationById(tx, invitationId)
      if (invitation) enqueue({ kind: 'team.remindInvited', payload: { invitationId, round: invitation.round } })
    }
    if (accountIds.length > 0) announce(accountChanged(accountIds))
    announce(invitationsChanged)
    return {}
  },
})
