/** Order files: preview, import, mappings. Part of `orders` in orders.ts. */
import { z } from 'zod'
import { cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'

const importCounters = z.object({
  rows: z.number().int(),
  orders: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refusedCount: z.number().int(),
})
const importState = z.enum(['waiting', 'running', 'finished', 'refused', 'cancelled'])
const importRow = z.object({
  importId: uuid,
  shopId: uuid,
  shopName: z.string(),
  fileName: z.string(),
  state: importState,
  counters: importCounters,
  startedBy: z.string(),
  createdAt: moment,
  finishedAt: moment.nullable(),
  problem: z.string().nullable(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
})
export type ImportRow = z.infer<typeof importRow>
/** `also`: codes of further reasons against the same row. */
const importRefusal = z.object({ row: z.number().int(), code: z.string(), message: z.string(), also: z.array(z.string()) })

export const orderImports = {
  previewImport: shape(
    { fileId: uuid, preset: z.string().max(60).optional(), mapping: z.record(z.string(), z.unknown()).optional() },
    z.object({ preview: z.record(z.string(), z.unknown()) }),
  ),
  startImport: shape(
    { fileId: uuid, shopId: uuid, preset: z.string().max(60).optional(), mapping: z.record(z.string(), z.unknown()).optional() },
    z.object({ importId: uuid }),
  ),
  listImports: shape({ cursor: cursor.optional() }, pageOf(importRow)),
  /** `refused` stays empty until the import has ended; all of them, or the first `refusedLimit`. */
  readImport: shape(
    { importId: uuid, refusedLimit: z.number().int().min(0).max(10_000).optional() },
    importRow.extend({ refused: z.array(importRefusal) }),
  ),
  /** All refusals as a CSV text, for download. */
  readImportReport: shape({ importId: uuid }, z.object({ fileName: z.string(), csv: z.string() })),
  cancelImport: shape({ importId: uuid }, nothing),
  listMappings: shape(
    {},
    z.object({ rows: z.array(z.object({ mappingId: uuid, name: z.string(), mapping: z.record(z.string(), z.unknown()) })) }),
  ),
  saveMapping: shape({ name: shortText.min(1), mapping: z.record(z.string(), z.unknown()) }, z.object({ mappingId: uuid })),
  deleteMapping: shape({ mappingId: uuid }, nothing),
}
