/** Reading one's own notices (站内信). */
import { z } from 'zod'
import { moment, nothing, shape, uuid } from './operation.ts'

const noticeRow = z.object({
  noticeId: uuid,
  kind: z.string(),
  params: z.record(z.string(), z.string()),
  createdAt: moment,
  isRead: z.boolean(),
})

export const noticeShapes = {
  /** The newest first; `approvalsWaiting`: calls of tokens and agents that wait for my decision. */
  listNotices: shape({}, z.object({ rows: z.array(noticeRow), unread: z.number().int(), approvalsWaiting: z.number().int() })),
  markNoticesRead: shape({ noticeIds: z.array(uuid).min(1).max(200) }, nothing),
}
