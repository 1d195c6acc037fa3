import { z } from 'zod'
import { REVIEW_FILTERS, REVIEW_REPLY_STATES } from './closed-lists.ts'
import { cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'

const reviewRow = z.object({
  reviewId: uuid,
  shopId: uuid,
  platformOrderId: z.string(),
  /** The order is in the house. */
  isOrderHere: z.boolean(),
  platformItemId: z.string(),
  /** Empty when the order is not in the house. */
  goodsTitle: z.string(),
  variant: z.string(),
  /** 1–5; platforms with three grades: good 5, neutral 3, bad 1. */
  stars: z.number().int(),
  text: z.string(),
  createdAt: moment,
  /** As the platform shows it, or as it is on its way; empty = none. */
  reply: z.string(),
  replyState: z.enum(REVIEW_REPLY_STATES),
  /** Null = nobody of the team. */
  repliedBy: z.string().nullable(),
  answeredAt: moment.nullable(),
  /** Why the platform did not take the reply; empty when nothing is wrong. */
  problem: z.string(),
  nextAttemptAt: moment.nullable(),
  /** Null = the platform names no end, or takes no replies. */
  replyUntil: moment.nullable(),
})
export type ReviewRow = z.infer<typeof reviewRow>

const reviewShop = z.object({
  shopId: uuid,
  /** Why the platform of this shop tells no reviews; null = it does. */
  missing: z.object({ zh: z.string(), en: z.string() }).nullable(),
  takesReplies: z.boolean(),
  longestReply: z.number().int(),
  readAt: moment.nullable(),
  /** Why they could not be read the last time; empty when nothing is wrong. */
  problem: z.string(),
  unansweredCount: z.number().int(),
  /** Unanswered ones with one or two stars. */
  badCount: z.number().int(),
})
export type ReviewShop = z.infer<typeof reviewShop>

export const reviewFilters = z.strictObject({
  shopIds: z.array(uuid).max(500).optional(),
  stars: z.array(z.number().int().min(1).max(5)).max(5).optional(),
  state: z.enum(REVIEW_FILTERS).optional(),
  /** Words of the review, its reply or the goods; or an order number. */
  search: shortText.optional(),
})

/** Of one person. */
export const MOST_PHRASES = 50
const phrase = z.object({ phraseId: uuid, text: z.string() })

export const reviews = {
  listReviews: shape({ filters: reviewFilters.optional(), cursor: cursor.optional() }, pageOf(reviewRow)),
  readReview: shape({ reviewId: uuid }, reviewRow),
  listReviewShops: shape({}, z.object({ rows: z.array(reviewShop) })),
  /** Reads the reviews of a shop now, in the background. */
  readShopReviews: shape({ shopId: uuid }, nothing),
  /** One reply for each review; it cannot be changed afterwards. */
  replyToReview: shape({ reviewId: uuid, text: z.string().trim().min(1).max(1000) }, nothing),
  listPhrases: shape({}, z.object({ rows: z.array(phrase) })),
  savePhrase: shape({ text: z.string().trim().min(1).max(500) }, z.object({ phraseId: uuid })),
  deletePhrase: shape({ phraseId: uuid }, nothing),
}
