import { z } from 'zod'
import { SELLER_NOTE_STATES } from './closed-lists.ts'
import { bulkResult, cursor, idBatch, moment, noteText, pageOf, shape, uuid } from './operation.ts'

export const sellerNoteOnItsWay = z.object({
  state: z.enum(SELLER_NOTE_STATES),
  /** Why the platform did not take it; empty when nothing is wrong. */
  problem: z.string(),
  writtenBy: z.string(),
  writtenAt: moment,
  toldAt: moment.nullable(),
  nextAttemptAt: moment.nullable(),
})

/** `onlyHere`: why the platform of this shop takes no notes; null = it takes them. */
export const sellerNoteSupport = z.object({
  onlyHere: z.object({ zh: z.string(), en: z.string() }).nullable(),
  most: z.number().int(),
  unit: z.enum(['bytes', 'characters']),
  highestFlag: z.number().int(),
})

const noteProblem = z.object({
  orderId: uuid,
  shopId: uuid,
  platformOrderId: z.string(),
  note: z.string(),
  flag: z.number().int(),
  state: z.enum(SELLER_NOTE_STATES),
  problem: z.string(),
  writtenBy: z.string(),
  writtenAt: moment,
  nextAttemptAt: moment.nullable(),
})
export type NoteProblem = z.infer<typeof noteProblem>

export const sellerNotes = {
  /** Notes that their platforms have not taken, latest first. */
  listNoteProblems: shape({ cursor: cursor.optional() }, pageOf(noteProblem)),
  /** The seller's note and flag, which go to the platform. What is left out stays; `append` adds to a note that is there already. */
  setSellerNotes: shape(
    {
      orderIds: idBatch,
      note: noteText.optional(),
      append: z.boolean().optional(),
      flag: z.number().int().min(0).max(5).optional(),
    },
    bulkResult,
  ),
  retrySellerNotes: shape({ orderIds: idBatch }, bulkResult),
  /** Leaves notes that the platform did not take in the house only. */
  keepSellerNotes: shape({ orderIds: idBatch }, bulkResult),
}
