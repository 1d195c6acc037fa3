/** Working an import off: the file is streamed, and each chunk is one transaction behind which a killed run goes on. */
import { failpoint } from '#kernel/failpoint.ts'
import { filePath } from '#kernel/files.ts'
import { merchantId } from '#kernel/ids.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { readAhead } from '#kernel/read-ahead.ts'
import { OrderFileRefused } from '#server/platforms/file/file-refused.ts'
import { type OrderFile, type OrderFileEntry, openOrderFile, readOrderFile } from '#server/platforms/file/order-file.ts'
import { openOptionsFor } from './import-format.ts'
import type { ImportEntry } from './import-run.ts'
import { applyImportChunk } from './operations/apply-import-chunk.ts'
import { beginImport } from './operations/begin-import.ts'
import { endImport } from './operations/end-import.ts'
import { readImportPlan } from './operations/read-import-plan.ts'

const ORDERS_PER_CHUNK = 500
const LINES_PER_CHUNK = 2_000
const REFUSALS_PER_CHUNK = 1_000

export async function runImport(context: JobContext, importId: string): Promise<void> {
  const { plan } = await context.call(readImportPlan, { importId })
  if (plan.state !== 'waiting' && plan.state !== 'running') return
  try {
    const path = filePath(context.world, merchantId(plan.merchantId), plan.fileId)
    const file = await openOrderFile(path, plan.fileName, openOptionsFor(plan.format, plan.savedMappings))
    try {
      await importFile(context, importId, file, plan.doneEntries)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof OrderFileRefused)
      await context.call(endImport, {
        importId,
        state: 'refused',
        stop: { code: error.code, params: error.params },
        counts: null,
      })
    else if (context.isLastAttempt && !context.signal.aborted) {
      const stop = { code: 'internal', params: { requestId: `job:${context.jobId}` } } as const
      await context.call(endImport, { importId, state: 'cancelled', stop, counts: null })
      throw error
    } else throw error
  }
}

async function importFile(context: JobContext, importId: string, file: OrderFile, doneEntries: number): Promise<void> {
  refuseOtherKinds(file)
  if (doneEntries === 0) await refuseScattered(file)
  await context.call(beginImport, { importId })
  const { counts, entries } = readOrderFile(file)
  let position = 0
  for await (const chunk of readAhead(chunksOf(entries))) {
    const firstEntry = position
    position += chunk.length
    if (position <= doneEntries) continue
    context.signal.throwIfAborted()
    failpoint('orders.runImport.beforeChunk')
    const doneRatio = Math.min(1, (counts.orders + counts.refusedRows) / Math.max(1, counts.ordersSeen))
    const { isWanted } = await context.call(applyImportChunk, { importId, firstEntry, entries: chunk, doneRatio })
    failpoint('orders.runImport.afterChunk')
    if (!isWanted) return
  }
  await context.call(endImport, {
    importId,
    state: 'finished',
    stop: null,
    counts: { rows: counts.rows, orders: counts.ordersSeen },
  })
}

function refuseOtherKinds({ mapping }: OrderFile): void {
  if (mapping?.kind !== 'refunds') return
  const { zh, en } = mapping.title
  throw new OrderFileRefused('fileBelongsElsewhere', { format: zh, formatEn: en, page: '售后', pageEn: 'After-sales' })
}

/**
 * Rows of one order may lie so far apart that the file cannot be read in one go. That shows only while reading on, so such a file
 * is read once more beforehand: a refused file leaves nothing behind.
 */
async function refuseScattered(file: OrderFile): Promise<void> {
  if (file.mapping?.kind !== 'orders' || file.mapping.rows === 'orderPerRow') return
  for await (const _ of readOrderFile(file).entries);
}

/** The same file is cut at the same places every time. */
async function* chunksOf(entries: AsyncIterable<OrderFileEntry>): AsyncGenerator<ImportEntry[]> {
  let chunk: ImportEntry[] = []
  const size = { orders: 0, lines: 0, refusals: 0 }
  for await (const entry of entries) {
    if (entry.kind === 'order') {
      chunk.push({ snapshot: entry.snapshot, rowCount: entry.rowCount })
      size.orders += 1
      size.lines += entry.snapshot.lines.length
    } else if (entry.kind === 'refused') {
      const { row, rowCount, platformOrderId, code, params, also } = entry
      chunk.push({ refusal: { row, rowCount, platformOrderId, code, params, also } })
      size.refusals += 1
    }
    const isFull = size.orders >= ORDERS_PER_CHUNK || size.lines >= LINES_PER_CHUNK || size.refusals >= REFUSALS_PER_CHUNK
    if (!isFull) continue
    yield chunk
    chunk = []
    Object.assign(size, { orders: 0, lines: 0, refusals: 0 })
  }
  if (chunk.length > 0) yield chunk
}
