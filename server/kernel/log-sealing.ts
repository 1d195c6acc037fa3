/** Seals waiting log entries every half second and writes signed checkpoints outside the database where that is asked for. */
import { appendFileSync } from 'node:fs'
import { inMerchant, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { checkpointText, readLogKey, sealLog } from './log-sealer.ts'
import type { Kernel } from './run-operation.ts'

const EVERY_MS = 500

export function startLogSealing(kernel: Kernel): () => Promise<void> {
  const key = readLogKey(kernel.world.config.home)
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const round = async (): Promise<void> => {
    const waiting = await kernel.database.pool.query<{ merchant: MerchantId }>(
      'select app.merchants_with_pending_log() as merchant',
    )
    for (const { merchant } of waiting.rows) {
      while (!stopped && (await sealLog(kernel.database, merchant, key)) === 5000);
      await writeCheckpoint(kernel, merchant)
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

async function writeCheckpoint(kernel: Kernel, merchant: MerchantId): Promise<void> {
  const file = kernel.world.config.checkpointFile
  if (file === undefined) return
  const last = await inMerchant(kernel.database, merchant, 'read', (reader) =>
    reader.maybe<{ tree_size: string; root_hash: string; signature: string }>(sql`
      select tree_size, root_hash, signature from log_checkpoints where merchant_id = ${merchant} order by tree_size desc limit 1`),
  )
  if (last)
    appendFileSync(
      file,
      `${JSON.stringify({ merchant, text: checkpointText(merchant, last.tree_size, Buffer.from(last.root_hash, 'base64')), signature: last.signature })}\n`,
    )
}
