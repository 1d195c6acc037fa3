/**
 * What becomes of a reply. Pure.
 * A review takes one reply for good, so nothing is repeated before the review was read: what stands there is ours, or another's and ours ends.
 */
import type { FailureKind } from '#server/platforms/platform.ts'
import type { RepliedReview } from './review.ts'

const DAY_MS = 86_400_000
export const replyUntil = (createdAt: string, replyDays: number): string =>
  new Date(Date.parse(createdAt) + replyDays * DAY_MS).toISOString()

const isOpen = ({ replyState }: RepliedReview): boolean =>
  replyState === 'waiting' || replyState === 'calling' || replyState === 'refused'

/** The review after its reply was seen at the platform; the same object when nothing changes. A list read before our reply shows none. */
export function afterSeen(review: RepliedReview, reply: string, now: Date): RepliedReview {
  if (reply === '' || (reply === review.reply && !isOpen(review))) return review
  const isOurs = isOpen(review) && reply.trim() === review.replyWish.trim()
  const isLost = isOpen(review) && !isOurs
  return {
    ...review,
    reply,
    replyState: isLost ? 'overtaken' : 'answered',
    ...(isOurs || review.replyState === 'answered' ? {} : { repliedBy: null, repliedById: null }),
    answeredAt: review.answeredAt ?? now.toISOString(),
    problem: '',
    nextAttemptAt: null,
  }
}

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 3_600_000
/** 1, 2, 4 … 60 minutes: after the eighth failure, some two hours, a person has to see to it. */
const MOST_ATTEMPTS = 8

/** `attempts`: those before this one. */
export function afterFailure(
  kind: FailureKind,
  attempts: number,
  now: Date,
): Pick<RepliedReview, 'replyState' | 'nextAttemptAt'> {
  const isDefinite = kind === 'refused' || kind === 'our_fault'
  if (isDefinite || attempts + 1 >= MOST_ATTEMPTS) return { replyState: 'refused', nextAttemptAt: null }
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts)
  const mayHaveArrived = kind === 'unknown_outcome' || kind === 'retry'
  return {
    replyState: mayHaveArrived ? 'calling' : 'waiting',
    nextAttemptAt: new Date(now.getTime() + waitMs).toISOString(),
  }
}
