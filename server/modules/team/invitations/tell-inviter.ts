/** Whoever sent an invitation hears how it ended. */
import type { Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { writeNotices } from '../notices/notice-store.ts'
import type { Moved } from './invitation-store.ts'

type Ending = 'invitationAccepted' | 'invitationDeclined' | 'invitationFailed' | 'invitationUnanswered'

/** Answers the facts to be announced with it. */
export const tellInviters = (tx: Tx, now: Date, kind: Ending, moved: readonly Moved[]): Promise<EventFact[]> =>
  writeNotices(
    tx,
    now,
    moved.map(({ sentBy, name }) => ({ to: { accountId: sentBy }, kind, params: { name } })),
  )
