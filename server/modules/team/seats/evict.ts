import type { Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { endSignIns, setAccountState } from '../account-store.ts'
import { accountsById } from '../account-views.ts'
import { endInvitationsOf } from '../invitations/end-invitations.ts'
import { releaseNames, voidInvitations } from '../invitations/invitation-store.ts'
import { writeNotices } from '../notices/notice-store.ts'
import { accountChanged } from '../team-events.ts'

type Gone = { voided: string[]; frozen: string[] }
/**
 * Whoever has no seat any more: pending invitations end, people are frozen and can be let in again when there is a seat. Answers the facts
 * to be announced.
 */
export async function evict(tx: Tx, gone: Gone, now: Date): Promise<EventFact[]> {
  await setAccountState(tx, gone.voided, 'left')
  await setAccountState(tx, gone.frozen, 'frozen')
  await endSignIns(tx, gone.frozen, now)
  await endInvitationsOf(tx, gone.frozen, false, now)
  await voidInvitations(tx, { accountIds: gone.voided }, 'seatsReduced', now)
  await releaseNames(tx, gone.voided)
  const notices = (await accountsById(tx, gone.frozen)).map(({ account_id: about, name }) => ({
    ...({ to: { permission: 'team.manage', about }, kind: 'seatLost', params: { name } } as const),
  }))
  const all = [...gone.frozen, ...gone.voided]
  return [...(await writeNotices(tx, now, notices)), ...(all.length > 0 ? [accountChanged(all)] : [])]
}
