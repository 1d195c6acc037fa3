import { z } from 'zod'
import { budget } from './budget.ts'
import { moment, nothing, shape, uuid } from './operation.ts'
import { orderFilters } from './orders.ts'

const EXPORT_FORMATS = ['csv', 'xlsx'] as const
const EXPORT_STATES = ['waiting', 'running', 'finished', 'failed', 'cancelled'] as const
const exportRow = z.object({
  exportId: uuid,
  format: z.enum(EXPORT_FORMATS),
  state: z.enum(EXPORT_STATES),
  total: z.number().int(),
  done: z.number().int(),
  /** null = not there yet, or removed a day after it was made. */
  fileId: uuid.nullable(),
  fileName: z.string(),
  /** Code of an error that stopped it, '' = none. */
  problem: z.string(),
  createdAt: moment,
  finishedAt: moment.nullable(),
})
export type ExportRow = z.infer<typeof exportRow>

export const orderExports = {
  /** The filtered list as a file, receivers masked. Made in the background; `listExports` tells how far it is. */
  exportOrders: shape(
    { filters: orderFilters.optional(), format: z.enum(EXPORT_FORMATS) },
    z.object({ exportId: uuid, total: z.number().int(), budget }),
  ),
  listExports: shape({}, z.object({ rows: z.array(exportRow) })),
  cancelExport: shape({ exportId: uuid }, nothing),
}
