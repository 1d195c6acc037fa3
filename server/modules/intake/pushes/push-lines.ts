/**
 * Lines that are held open to platforms which tell changes over them, and queues that are asked all the time: one for each platform serves
 * all merchants of the installation, and one process of all holds it. A job would not do: it belongs to one merchant, would take what is
 * meant for another, and would keep a place of the worker for as long as it runs.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { inDirectory } from '#kernel/db.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { newId } from '#kernel/ids.ts'
import { exponentialBackoff } from '#kernel/jobs.ts'
import { type Kernel, runOperation } from '#kernel/run-operation.ts'
import { systemCaller } from '#kernel/worker.ts'
import { type Connection, PlatformFailure, type PushBatch, type Pushes, type PushNotice } from '#server/platforms/platform.ts'
import { type PlatformApp, platforms, type RegisteredPlatform } from '#server/platforms/registry.ts'
import { noticesByMerchant } from './deliver-notices.ts'
import { keepPushed } from './operations/keep-pushed.ts'
import { giveBackLine, takeLine } from './push-line-store.ts'

const LEASE_SECONDS = 30
/** How often it is asked whether the line is free, and whether there is a shop to listen for. */
const ASK_EVERY_MS = 5_000
const NOTICES_AT_ONCE = 500
/** Between two askings of a queue that had nothing: what is told shall be seen within a second. */
const QUEUE_REST_MS = 400
const TAKEN_AT_ONCE = 200
const backoffMs = exponentialBackoff(1_000, 60_000)

type Line = {
  kernel: Kernel
  platform: string
  app: PlatformApp
  pushes: Extract<Pushes, { way: 'socket' | 'queue' }>
  holder: string
  /** Since the platform last answered. */
  failureCount: number
}

/** Answers how to stop: it waits for what is being kept. */
export function holdPushLines(kernel: Kernel): () => Promise<void> {
  const stopping = new AbortController()
  const holding = platforms.flatMap((platform) => lineOf(kernel, platform)).map((line) => hold(line, stopping.signal))
  return async () => {
    stopping.abort()
    await Promise.all(holding)
  }
}

function lineOf(kernel: Kernel, { adapter, appOf }: RegisteredPlatform): Line | [] {
  const app = appOf(kernel.world.config)
  const { platform, pushes } = adapter
  if ((pushes.way !== 'socket' && pushes.way !== 'queue') || app === null) return []
  return { kernel, platform, app, pushes, holder: `line:${newId()}`, failureCount: 0 }
}

async function hold(line: Line, signal: AbortSignal): Promise<void> {
  const { database, world } = line.kernel
  while (!signal.aborted) {
    let waitMs = ASK_EVERY_MS
    try {
      if (await inDirectory(database, (directory) => takeLine(directory, line.platform, line.holder, LEASE_SECONDS)))
        await listenWhileHeld(line, signal)
    } catch (error) {
      if (signal.aborted) break
      line.failureCount += 1
      waitMs = patienceMs(error, line.failureCount, world.now())
      // What is not acknowledged comes again, and the regular reading brings it anyway.
      world.logger.warn({ err: error, platform: line.platform, waitMs }, 'the line of pushed changes broke')
    }
    await pause(waitMs, undefined, { signal }).catch(() => undefined)
  }
  await inDirectory(database, (directory) => giveBackLine(directory, line.platform, line.holder)).catch(() => undefined)
}

function patienceMs(error: unknown, failureCount: number, now: Date): number {
  const until = error instanceof PlatformFailure && error.retryAt !== null ? Date.parse(error.retryAt) - now.getTime() : 0
  return Math.max(backoffMs(failureCount), until)
}

/** Listens until the process stops, the line breaks (throws) or another process has taken it. */
async function listenWhileHeld(line: Line, signal: AbortSignal): Promise<void> {
  const { kernel, platform, holder, app } = line
  const lost = new AbortController()
  const keepAlive = setInterval(
    () => {
      inDirectory(kernel.database, (directory) => takeLine(directory, platform, holder, LEASE_SECONDS)).then(
        (held) => held || lost.abort(),
        () => undefined,
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
  const connection = {
    ...{ ...app, accessToken: '', now: () => kernel.world.now().getTime() },
    signal: AbortSignal.any([signal, lost.signal]),
  }
  try {
    for await (const { notices, acknowledge } of batchesOf(line, connection)) {
      line.failureCount = 0
      await deliver(line, notices)
      failpoint('intake.pushLine.beforeAcknowledge')
      await acknowledge()
    }
  } finally {
    clearInterval(keepAlive)
  }
}

function batchesOf(line: Line, connection: Connection): AsyncIterable<PushBatch> {
  return line.pushes.way === 'socket' ? line.pushes.listen(connection) : askedAgainAndAgain(line, line.pushes, connection)
}

async function* askedAgainAndAgain(
  line: Line,
  queue: Extract<Pushes, { way: 'queue' }>,
  connection: Connection,
): AsyncGenerator<PushBatch> {
  const { signal } = connection
  while (!signal?.aborted) {
    const notices = await queue.consume(connection, TAKEN_AT_ONCE)
    line.failureCount = 0
    const acks = notices.map(({ ack }) => ack)
    if (acks.length > 0) yield { notices, acknowledge: () => queue.acknowledge(connection, acks) }
    if (acks.length < TAKEN_AT_ONCE) await pause(QUEUE_REST_MS, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
}

/** Kept in a transaction of each merchant; of shops that nobody here has connected nothing is kept. */
async function deliver({ kernel, platform, holder }: Line, notices: readonly PushNotice[]): Promise<void> {
  const byMerchant = await inDirectory(kernel.database, (directory) => noticesByMerchant(directory, platform, notices))
  for (const [merchant, told] of byMerchant) {
    const caller = systemCaller(merchant, 'intake', ['system.jobs'], holder)
    for (let start = 0; start < told.length; start += NOTICES_AT_ONCE)
      await runOperation(kernel, keepPushed, { platform, notices: told.slice(start, start + NOTICES_AT_ONCE) }, caller)
  }
}
