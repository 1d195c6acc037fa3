import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { lockDueReplies, saveReplies } from '../review-store.ts'

const AT_ONCE = 10

const dueReply = z.object({
  reviewId: uuid,
  platformReviewId: z.string(),
  platformLineId: z.string(),
  createdAt: moment,
  text: z.string(),
  /** It was told before and nobody knows whether it arrived. */
  mustRead: z.boolean(),
})
export type DueReply = z.infer<typeof dueReply>

export const takeDueReplies = command({
  name: 'reviews.takeDueReplies',
  ...shape({ shopId: uuid }, z.object({ rows: z.array(dueReply) })),
  summary: 'Marks the replies of a shop that its platform is to be told now, before it is told.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only marks the beginning of calls; what came of them is logged' },
  errors: [],
  async run(tx, { shopId }, _actor, { now }) {
    const due = await lockDueReplies(tx, shopId, now, AT_ONCE)
    await saveReplies(
      tx,
      due.filter(({ replyState }) => replyState === 'waiting').map((review) => ({ ...review, replyState: 'calling' as const })),
    )
    return {
      rows: due.map(({ reviewId, platformReviewId, platformLineId, createdAt, replyWish, replyState }) => ({
        ...{ reviewId, platformReviewId, platformLineId, createdAt, text: replyWish },
        mustRead: replyState === 'calling',
      })),
    }
  },
})
