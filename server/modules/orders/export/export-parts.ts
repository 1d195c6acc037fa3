/** What the orders module takes in from its export folder. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import { cancelExport } from './operations/cancel-export.ts'
import { endExport } from './operations/end-export.ts'
import { exportOrders } from './operations/export-orders.ts'
import { listExports } from './operations/list-exports.ts'
import { listOldExports } from './operations/list-old-exports.ts'
import { readExportBatch } from './operations/read-export-batch.ts'
import { readExportPlan } from './operations/read-export-plan.ts'
import { removeExports } from './operations/remove-exports.ts'
import { dropOldExports, runExport } from './run-export.ts'

export const exportOperations: readonly Operation[] = [
  exportOrders,
  listExports,
  cancelExport,
  readExportPlan,
  readExportBatch,
  endExport,
  listOldExports,
  removeExports,
]

const common = { actor: 'export', permissions: ['system.jobs'] } as const
export const exportJobs: readonly JobHandler[] = [
  {
    ...common,
    kind: 'orders.runExport',
    maxAttempts: 5,
    backoffMs: exponentialBackoff(500, 30_000),
    run: (payload, context) => runExport(context, String(payload.exportId)),
  },
  {
    ...common,
    kind: 'orders.dropOldExports',
    maxAttempts: 3,
    backoffMs: exponentialBackoff(10_000, 60_000),
    run: (_payload, context) => dropOldExports(context),
  },
]
export const exportRecurring = [{ kind: 'orders.dropOldExports', everyMs: 3600_000 }]
