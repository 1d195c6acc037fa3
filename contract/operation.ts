/** The shape of an operation's contract: what goes in and what comes out. Unknown fields are refused. */
import { z } from 'zod'

/** A contract entry; input is made strict so that unknown fields are refused (mass assignment). */
export function shape<I extends z.ZodRawShape, O extends z.ZodType>(input: I, output: O) {
  return { input: z.strictObject(input), output }
}

export const uuid = z.uuid()
/** Ten thousand million yuan: what is above is no amount but a number from the next cell. */
export const MOST_FEN = 1_000_000_000_000
/** Money in integer fen (1/100 yuan). */
export const fen = z.number().int().min(-MOST_FEN).max(MOST_FEN)
/** A moment, ISO 8601 in UTC. */
export const moment = z.iso.datetime()
/** A day in the shop's zone, YYYY-MM-DD. */
export const day = z.iso.date()
export const shortText = z.string().trim().max(200)
export const noteText = z.string().trim().max(1000)
/** Ids of one bulk act. A larger batch is sent in several calls. */
export const idBatch = z.array(uuid).min(1).max(1000)
/** Opaque keyset position handed back by a list; null = first page, or no further page. */
export const cursor = z.string().max(400).nullable()

/** Why one item of a bulk act was not done. `code` is a key of contract/errors.ts. */
export const refusal = z.object({
  id: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Refusal = z.infer<typeof refusal>

/** Answer of every bulk act: what was done and what was refused, item by item. */
export const bulkResult = z.object({ done: z.array(z.string()), refused: z.array(refusal) })
export type BulkResult = z.infer<typeof bulkResult>

/** A page of a list. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), next: cursor })
}
export const nothing = z.object({})
