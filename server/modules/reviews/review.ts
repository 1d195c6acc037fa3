/** The nouns of buyers' reviews. Times ISO 8601 UTC. */
import type { REVIEW_REPLY_STATES } from '#contract/closed-lists.ts'

export type ReplyState = (typeof REVIEW_REPLY_STATES)[number]
/** A review as far as our reply to it goes. */
export type RepliedReview = {
  reviewId: string
  shopId: string
  platformReviewId: string
  platformLineId: string
  createdAt: string
  /** As the platform shows it; '' = none. */
  reply: string
  replyState: ReplyState
  replyWish: string
  repliedBy: string | null
  repliedById: string | null
  wishedAt: string | null
  answeredAt: string | null
  attempts: number
  problem: string
  nextAttemptAt: string | null
}
/** `readUntil` null: never read. */
export type ReviewReading = { shopId: string; readUntil: string | null; readWholeAt: string | null; nextReadingAt: string }
