/** The jobs of reviews, as requests; of one kind and shop one runs at a time. */
import type { JobRequest } from '#kernel/jobs.ts'

export const readReviewsRequest = (shopId: string): JobRequest => ({
  kind: 'reviews.readShop',
  payload: { shopId },
  key: shopId,
  group: `reviews:${shopId}`,
})
export const sendRepliesRequest = (shopId: string, runAt?: Date): JobRequest => ({
  kind: 'reviews.sendReplies',
  payload: { shopId },
  group: `replies:${shopId}`,
  ...(runAt ? { runAt } : {}),
})
