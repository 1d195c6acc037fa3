/** Seals waiting log entries every half second and writes signed checkpoints outside the database where that is asked for. */
import { appendFileSync } from 'node:fs'
import { ConfigProblem } from './config.ts'
import { inMerchant, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { checkpointText, readLogKey, SEAL_BATCH, sealLog } from './log-sealer.ts'
import type { Kernel } from './run-operation.ts'

const EVERY_MS = 500

/** Throws ConfigProblem when LOG_CHECKPOINT_FILE cannot be written. */
export function startLogSealing(kernel: Kernel): () => Promise<void> {
  const { home, checkpointFile } = kernel.world.config
  if (checkpointFile !== undefined) requireAppendable(checkpointFile)
  const key = readLogKey(home)
  /** Merchants with a checkpoint that still has to be written outside: only a seal makes one, and a full disk loses none. */
  const unwritten = new Set<MerchantId>()
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const round = async (): Promise<void> => {
    const waiting = await kernel.database.pool.query<{ merchant: MerchantId }>(
      'select app.merchants_with_pending_log() as merchant',
    )
    for (const { merchant } of waiting.rows) {
      let sealed = 0
      do {
        sealed = await sealLog(kernel.database, merchant, key)
        if (sealed > 0 && checkpointFile !== undefined) unwritten.add(merchant)
      } while (!stopped && sealed === SEAL_BATCH)
    }
    for (const merchant of unwritten) {
      if (checkpointFile !== undefined) await writeCheckpoint(kernel, merchant, checkpointFile)
      unwritten.delete(merchant)
    }
  }
  const timer = setInterval(() => {
    running = running
      .then(() => (stopped ? undefined : round()))
      .catch((error: Error) => kernel.world.logger.warn({ err: error }, 'log could not be sealed; trying again'))
  }, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await running
    // What was written in the last half second is sealed before the process goes.
    await round().catch(() => undefined)
    stopped = true
  }
}

function requireAppendable(file: string): void {
  try {
    appendFileSync(file, '')
  } catch (error) {
    throw new ConfigProblem(
      `LOG_CHECKPOINT_FILE=${file} cannot be written (${(error as Error).message}). Correct the path or its rights and start again.`,
      `LOG_CHECKPOINT_FILE=${file} 无法写入（${(error as Error).message}）。请改正路径或权限后重新启动。`,
    )
  }
}

async function writeCheckpoint(kernel: Kernel, merchant: MerchantId, file: string): Promise<void> {
  const last = await inMerchant(kernel.database, merchant, 'read', (reader) =>
    reader.maybe<{ tree_size: string; root_hash: string; signature: string }>(sql`
      select tree_size, root_hash, signature from log_checkpoints where merchant_id = ${merchant} order by tree_size desc limit 1`),
  )
  if (!last) return
  const text = checkpointText(merchant, last.tree_size, Buffer.from(last.root_hash, 'base64'))
  appendFileSync(file, `${JSON.stringify({ merchant, text, signature: last.signature })}\n`)
}
