/** What becomes of invitations when people stop working here: those they sent are void; the invited keep their names until somebody invites them anew. */
import type { Tx } from '#kernel/db.ts'
import { freeSeats } from '../seats/seat-store.ts'
import { releaseNames, voidInvitations } from './invitation-store.ts'

/** For accounts that were frozen or left just now. */
export async function endInvitationsOf(tx: Tx, accountIds: readonly string[], haveLeft: boolean, now: Date): Promise<void> {
  if (accountIds.length === 0) return
  await freeSeats(tx, await voidInvitations(tx, { sentBy: accountIds }, 'inviterGone', now))
  if (!haveLeft) return
  await voidInvitations(tx, { accountIds }, 'cancelled', now)
  await releaseNames(tx, accountIds)
}
