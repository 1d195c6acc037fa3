import { z } from 'zod'
import { budget } from './budget.ts'
import { bulkResult, cursor, idBatch, moment, noteText, pageOf, shape, uuid } from './operation.ts'

const quarantinedRow = z.object({
  messageId: uuid,
  shopId: uuid,
  shopName: z.string(),
  platformOrderId: z.string(),
  receivedAt: moment,
  state: z.enum(['new', 'applied', 'quarantined']),
  /** '' = it could be read. */
  reason: z.string(),
})
export type QuarantinedRow = z.infer<typeof quarantinedRow>

export const intake = {
  pullNow: shape({ shopIds: idBatch }, bulkResult),
  /** With an order, everything that is stored of it, read or not. */
  listQuarantined: shape(
    { shopId: uuid.optional(), platformOrderId: z.string().trim().min(1).max(100).optional(), cursor: cursor.optional() },
    pageOf(quarantinedRow),
  ),
  /** The raw message as the platform sent it, personal data masked, for whoever has to find out why it could not be read. */
  readMessage: shape(
    { messageId: uuid },
    z.object({
      messageId: uuid,
      platformOrderId: z.string(),
      receivedAt: moment,
      state: z.string(),
      reason: z.string().nullable(),
      body: z.string(),
    }),
  ),
  /** The same in plain text: needs orders.viewReceiver, is logged, and counts against the day's budget. */
  revealMessage: shape({ messageId: uuid, reason: noteText.optional() }, z.object({ body: z.string(), budget })),
  /** Reads stored messages again: after a mended mapping, or to prove that a replay changes nothing. */
  replayMessages: shape({ messageIds: idBatch }, bulkResult),
}
