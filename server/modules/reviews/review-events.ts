/** Facts this module announces. */
import type { EventFact } from '#kernel/events.ts'

export const reviewsChanged = (shopId: string, ids: readonly string[]): EventFact => ({
  kind: 'reviews.reviewsChanged',
  permission: 'reviews.view',
  shopIds: [shopId],
  ids: [...ids],
})
