import type { HoldingKind } from '#kernel/holding.ts'
import { freeSeats } from '../seats/seat-store.ts'
import { voidInvitations } from './invitation-store.ts'
import { openInvitationsBy } from './invitation-views.ts'

/** Invitations end with whoever sent them; a colleague can send each anew under his own rights. */
export const invitationHoldings: HoldingKind = {
  kind: 'invitation',
  way: 'end',
  async read(reader, accountId) {
    const names = await openInvitationsBy(reader, accountId)
    return { count: names.length, examples: names.slice(0, 3) }
  },
  async release(tx, accountId, _to, now) {
    const invited = await voidInvitations(tx, { sentBy: [accountId] }, 'inviterGone', now)
    await freeSeats(tx, invited)
    return invited.length
  },
}
