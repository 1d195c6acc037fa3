/** Seals waiting log entries every half second and has the signed checkpoints written outside the database. */
import { createPublicKey } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { ConfigProblem } from './config.ts'
import type { MerchantId } from './ids.ts'
import { receiversOf, tellingOf } from './log-receivers.ts'
import { readLogKey, SEAL_BATCH, sealLog } from './log-sealer.ts'
import type { Kernel } from './run-operation.ts'

const EVERY_MS = 500
/** What another process sealed is told outside after at most this long. */
const ALL_EVERY_MS = 30_000

/** Throws ConfigProblem when LOG_CHECKPOINT_FILE cannot be written. */
export function startLogSealing(kernel: Kernel): () => Promise<void> {
  const { database, world } = kernel
  requireAppendable(world.config.checkpointFile)
  const key = readLogKey(world.config.home)
  const outside = { database, logger: world.logger, publicKey: createPublicKey(key) }
  const tellings = receiversOf(world.config).map((receiver) => tellingOf(receiver, outside))
  const loops = [
    repeat(EVERY_MS, async (isStopped) => {
      const sealed = await sealAll(kernel, key, isStopped)
      for (const telling of tellings) telling.add(sealed)
    }),
    repeat(ALL_EVERY_MS, async () => {
      const everybody = await allMerchants(kernel)
      for (const telling of tellings) telling.add(everybody)
    }),
    // Each receiver by itself: one that does not answer holds up neither the seals nor the others.
    ...tellings.map((telling) => repeat(EVERY_MS, () => telling.round(performance.now()))),
  ]
  function repeat(everyMs: number, work: (isStopped: () => boolean) => Promise<void>): () => Promise<void> {
    return every(everyMs, work, (error) => world.logger.warn({ err: error }, 'log could not be sealed; trying again'))
  }
  return async () => {
    // In this order: what was written in the last half second is sealed and told before the process goes.
    for (const stop of loops) await stop()
  }
}

/** Does the work at once and then at this pace, never twice at a time. The answer stops it after one last time. */
function every(
  everyMs: number,
  work: (isStopped: () => boolean) => Promise<void>,
  onError: (error: Error) => void,
): () => Promise<void> {
  let stopped = false
  const once = () => work(() => stopped).catch(onError)
  let running = once()
  let isRunning = true
  const settle = () => {
    isRunning = false
  }
  running = running.then(settle)
  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    running = once().then(settle)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
    await once()
    stopped = true
  }
}

async function allMerchants(kernel: Kernel): Promise<MerchantId[]> {
  const { rows } = await kernel.database.pool.query<{ merchant: MerchantId }>(
    'select merchant_id as merchant from directory.merchants order by merchant_id',
  )
  return rows.map(({ merchant }) => merchant)
}

async function sealAll(kernel: Kernel, key: Parameters<typeof sealLog>[2], isStopped: () => boolean): Promise<MerchantId[]> {
  const waiting = await kernel.database.pool.query<{ merchant: MerchantId }>(
    'select app.merchants_with_pending_log() as merchant',
  )
  const sealed: MerchantId[] = []
  for (const { merchant } of waiting.rows) {
    try {
      let count = 0
      do count = await sealLog(kernel.database, merchant, key)
      while (!isStopped() && count === SEAL_BATCH)
      sealed.push(merchant)
    } catch (error) {
      kernel.world.logger.warn({ err: error, merchant }, 'log could not be sealed; trying again')
    }
  }
  return sealed
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
