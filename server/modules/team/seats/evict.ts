import type { Tx } from '#kernel/db.ts'
import { endSessions, setAccountState } from '../account-store.ts'
import { endInvitationsOf } from '../invitations/end-invitations.ts'
import { releaseNames, voidInvitations } from '../invitations/invitation-store.ts'

/** Whoever has no seat any more: pending invitations end, people are frozen and can be let in again when there is a seat. */
export async function evict(tx: Tx, gone: { voided: string[]; frozen: string[] }, now: Date): Promise<void> {
  await setAccountState(tx, gone.voided, 'left')
  await setAccountState(tx, gone.frozen, 'frozen')
  await endSessions(tx, gone.frozen, now)
  await endInvitationsOf(tx, gone.frozen, false, now)
  await voidInvitations(tx, { accountIds: gone.voided }, 'seatsReduced', now)
  await releaseNames(tx, gone.voided)
}
