import { reviews } from '#contract/reviews.ts'
import { query } from '#kernel/operation.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { reviewsOfShops } from '../review-views.ts'

export const listReviewShops = query({
  name: 'reviews.listReviewShops',
  ...reviews.listReviewShops,
  summary: 'How far the reviews of each shop are read and replied to, and why some platforms tell none.',
  access: { permission: 'reviews.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor) {
    const rows = await reviewsOfShops(reader, actor.scope)
    return {
      rows: rows.map(({ platform, ...row }) => {
        const { missing, services, reviewLimits } = platformNamed(platform).adapter
        return {
          ...row,
          missing: missing.reviews ?? null,
          takesReplies: services.replyReviews !== undefined,
          longestReply: reviewLimits?.longestReply ?? 0,
        }
      }),
    }
  },
})
