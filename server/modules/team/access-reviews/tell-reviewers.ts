import type { Tx } from '#kernel/db.ts'
import type { EventFact } from '#kernel/events.ts'
import { writeNotices } from '../notices/notice-store.ts'

/** A machine that led a review (system:…) reads no notices. */
const isPerson = (accountId: string): boolean => !accountId.includes(':')

/** Tells every reviewer how many grants wait for him, and until when. Answers the facts to be announced. */
export function tellReviewers(
  tx: Tx,
  kind: 'reviewBegun' | 'reviewDueSoon',
  review: { name: string; dueAt: string },
  counts: readonly { reviewerId: string; count: number }[],
  now: Date,
): Promise<EventFact[]> {
  const asked = counts.filter(({ reviewerId }) => isPerson(reviewerId))
  return writeNotices(
    tx,
    now,
    asked.map(({ reviewerId: accountId, count }) => ({
      to: { accountId },
      kind,
      params: { review: review.name, count: String(count), dueOn: review.dueAt.slice(0, 10) },
    })),
  )
}
