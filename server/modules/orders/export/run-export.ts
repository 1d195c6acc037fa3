/** Making an export: batch by batch, each under the rights the person has at that moment. A run that was killed begins anew. */
import { rmSync, statSync } from 'node:fs'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { merchantId } from '#kernel/ids.ts'
import type { JobContext } from '#kernel/jobs.ts'
import type { Cell } from './export-columns-rules.ts'
import { writeExport } from './export-file.ts'
import { endExport } from './operations/end-export.ts'
import { listOldExports } from './operations/list-old-exports.ts'
import { readExportBatch } from './operations/read-export-batch.ts'
import { readExportPlan } from './operations/read-export-plan.ts'
import { removeExports } from './operations/remove-exports.ts'

/** Thrown out of the stream when nobody wants the file any more. */
class NotWanted extends Error {}

export async function runExport(context: JobContext, exportId: string): Promise<void> {
  const plan = await context.call(readExportPlan, { exportId })
  if (plan.state !== 'waiting' && plan.state !== 'running') return
  const path = filePath(context.world, merchantId(plan.merchantId), plan.fileId)
  let count = 0
  async function* batches(): AsyncGenerator<Cell[][]> {
    for (let cursor: string | null = null; ; ) {
      context.signal.throwIfAborted()
      failpoint('orders.runExport.beforeBatch')
      const batch: { isWanted: boolean; rows: Cell[][]; next: string | null } = await context.call(readExportBatch, {
        exportId,
        cursor,
        done: count,
      })
      if (!batch.isWanted) throw new NotWanted()
      count += batch.rows.length
      yield batch.rows
      if (batch.next === null) return
      cursor = batch.next
    }
  }
  try {
    await writeExport(path, plan.format, { header: plan.header, batches: batches() })
    failpoint('orders.runExport.beforeEnd')
    await context.call(endExport, { exportId, problem: '', count, bytes: statSync(path).size })
  } catch (error) {
    rmSync(path, { force: true })
    await settleTrouble(context, exportId, error)
  }
}

async function settleTrouble(context: JobContext, exportId: string, error: unknown): Promise<void> {
  if (error instanceof NotWanted) return
  const isFinal = error instanceof Failure || (context.isLastAttempt && !context.signal.aborted)
  if (!isFinal) throw error
  const problem = error instanceof Failure ? error.definition.code : 'internal'
  await context.call(endExport, { exportId, problem, count: 0, bytes: 0 })
  if (!(error instanceof Failure)) throw error
}

/** Takes files away whose day is over, the bytes first: a file without a row could never be found again. */
export async function dropOldExports(context: JobContext): Promise<void> {
  const { merchantId: merchant, rows } = await context.call(listOldExports, {})
  for (const { fileId } of rows) rmSync(filePath(context.world, merchantId(merchant), fileId), { force: true })
  if (rows.length > 0) await context.call(removeExports, { exportIds: rows.map(({ exportId }) => exportId) })
}
