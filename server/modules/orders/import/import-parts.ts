/** What the orders module takes in from its import folder. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import { applyImportChunk } from './operations/apply-import-chunk.ts'
import { beginImport } from './operations/begin-import.ts'
import { cancelImport } from './operations/cancel-import.ts'
import { deleteMapping } from './operations/delete-mapping.ts'
import { endImport } from './operations/end-import.ts'
import { listImports } from './operations/list-imports.ts'
import { listMappings } from './operations/list-mappings.ts'
import { previewImport } from './operations/preview-import.ts'
import { readImport } from './operations/read-import.ts'
import { readImportPlan } from './operations/read-import-plan.ts'
import { readImportReport } from './operations/read-import-report.ts'
import { saveMapping } from './operations/save-mapping.ts'
import { startImport } from './operations/start-import.ts'
import { runImport } from './run-import.ts'

export const importOperations: readonly Operation[] = [
  previewImport,
  startImport,
  listImports,
  readImport,
  readImportReport,
  cancelImport,
  listMappings,
  saveMapping,
  deleteMapping,
  readImportPlan,
  beginImport,
  applyImportChunk,
  endImport,
]

export const runImportJob: JobHandler = {
  kind: 'orders.runImport',
  actor: 'import',
  permissions: ['system.jobs'],
  maxAttempts: 8,
  backoffMs: exponentialBackoff(500, 30_000),
  run: (payload, context) => runImport(context, String(payload.importId)),
}
