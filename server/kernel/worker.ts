/** Runs due jobs of all merchants: claims a few under a lease, runs them, finishes or puts them back. */
import type { z } from 'zod'
import { type Principal, unlimitedGrant } from './access.ts'
import { inMerchant } from './db.ts'
import { failpoint } from './failpoint.ts'
import { Failure } from './failure.ts'
import { type MerchantId, newId } from './ids.ts'
import {
  type ClaimedJob,
  claimJobs,
  extendLease,
  finishJob,
  type JobContext,
  type JobHandler,
  putBackJob,
  RunAgainAt,
} from './jobs.ts'
import { errorText } from './personal-text.ts'
import { type Caller, type Kernel, runOperation } from './run-operation.ts'

const LEASE_SECONDS = 30
const IDLE_POLL_MS = 500
const CLAIM_AT_ONCE = 4

export type Worker = { wake(merchant: MerchantId): void; stop(): Promise<void> }

/** The caller a job acts as: a system actor with exactly the permissions its handler declares. */
export function systemCaller(
  merchant: MerchantId,
  actor: string,
  permissions: JobHandler['permissions'],
  requestId: string,
): Caller {
  const principal: Principal = {
    kind: 'system',
    merchantId: merchant,
    accountId: `system:${actor}`,
    name: `system:${actor}`,
    isOwner: false,
    epoch: 0,
    grants: [unlimitedGrant(`system:${actor}`, permissions)],
  }
  return {
    merchantId: merchant,
    identify: async () => ({ principal, sessionId: null }),
    via: 'job',
    ip: '',
    language: 'zh',
    requestId,
  }
}

type Hands = {
  kernel: Kernel
  byKind: ReadonlyMap<string, JobHandler>
  name: string
  concurrency: number
  stopping: AbortController
  running: Set<Promise<void>>
  awake: Set<MerchantId>
  nudge: () => void
}

export function startWorker(kernel: Kernel, handlers: readonly JobHandler[], options: { concurrency: number }): Worker {
  const hands: Hands = {
    kernel,
    byKind: new Map(handlers.map((handler) => [handler.kind, handler])),
    name: `worker:${newId()}`,
    concurrency: options.concurrency,
    stopping: new AbortController(),
    running: new Set(),
    awake: new Set(),
    nudge: () => undefined,
  }
  const looping = loop(hands)
  return {
    wake(merchant) {
      hands.awake.add(merchant)
      hands.nudge()
    },
    async stop() {
      hands.stopping.abort()
      hands.nudge()
      await looping
      await Promise.allSettled([...hands.running])
    },
  }
}

async function loop(hands: Hands): Promise<void> {
  let nextSweepAt = 0
  while (!hands.stopping.signal.aborted) {
    const merchants = new Set(hands.awake)
    hands.awake.clear()
    try {
      if (Date.now() >= nextSweepAt) {
        nextSweepAt = Date.now() + IDLE_POLL_MS
        for (const merchant of await merchantsWithDueJobs(hands.kernel)) merchants.add(merchant)
      }
      for (const merchant of merchants) if ((await takeFrom(hands, merchant)) > 0) hands.awake.add(merchant)
    } catch (error) {
      hands.kernel.world.logger.warn({ err: error }, 'worker could not reach the database; trying again')
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    if (hands.awake.size === 0 || hands.running.size >= hands.concurrency)
      await sleepUntilNudged(hands, Math.max(5, nextSweepAt - Date.now()))
  }
}

async function takeFrom(hands: Hands, merchant: MerchantId): Promise<number> {
  const room = Math.min(CLAIM_AT_ONCE, hands.concurrency - hands.running.size)
  if (room <= 0) return 0
  try {
    const jobs = await inMerchant(hands.kernel.database, merchant, 'write', (tx) =>
      claimJobs(tx, hands.name, room, LEASE_SECONDS),
    )
    for (const job of jobs) start(hands, merchant, job)
    return jobs.length
  } catch (error) {
    // Two claimers met in one job group (unique index jobs_one_running_per_group): the other one has it.
    if ((error as { code?: string }).code !== '23505') throw error
    return 0
  }
}

function start(hands: Hands, merchant: MerchantId, job: ClaimedJob): void {
  const promise = runJob(hands, merchant, job).finally(() => {
    hands.running.delete(promise)
    // Its group or a follow-up job may be due now.
    hands.awake.add(merchant)
    hands.nudge()
  })
  hands.running.add(promise)
}

async function runJob(hands: Hands, merchant: MerchantId, job: ClaimedJob): Promise<void> {
  const { kernel, name } = hands
  const handler = hands.byKind.get(job.kind)
  const lease = new AbortController()
  const keepAlive = setInterval(
    () => {
      inMerchant(kernel.database, merchant, 'write', (tx) => extendLease(tx, name, job.job_id, LEASE_SECONDS)).then(
        (held) => held || lease.abort(),
        () => undefined,
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
  try {
    if (!handler) throw new Error(`no handler for job kind ${job.kind}`)
    await handler.run(
      job.payload,
      contextFor(kernel, handler, merchant, job, AbortSignal.any([hands.stopping.signal, lease.signal])),
    )
    failpoint(`job.${job.kind}.beforeFinish`)
    await inMerchant(kernel.database, merchant, 'write', (tx) => finishJob(tx, name, job.job_id))
  } catch (error) {
    await settleFailure(kernel, name, merchant, job, handler, error as Error).catch((failure: Error) =>
      kernel.world.logger.error({ err: failure }, 'job could not be put back'),
    )
  } finally {
    clearInterval(keepAlive)
  }
}

function sleepUntilNudged(hands: Hands, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    hands.nudge = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}

async function merchantsWithDueJobs(kernel: Kernel): Promise<MerchantId[]> {
  const result = await kernel.database.pool.query<{ merchant: MerchantId }>('select app.merchants_with_due_jobs() as merchant')
  return result.rows.map((row) => row.merchant)
}

function contextFor(kernel: Kernel, handler: JobHandler, merchant: MerchantId, job: ClaimedJob, signal: AbortSignal): JobContext {
  const caller = systemCaller(merchant, handler.actor, handler.permissions, `job:${job.job_id}`)
  return {
    world: kernel.world,
    jobId: job.job_id,
    attempt: job.attempts,
    isLastAttempt: job.attempts >= handler.maxAttempts,
    signal,
    call: (operation, input) =>
      runOperation(kernel, operation, input, caller) as Promise<z.output<typeof operation.output>> as never,
  }
}

async function settleFailure(
  kernel: Kernel,
  name: string,
  merchant: MerchantId,
  job: ClaimedJob,
  handler: JobHandler | undefined,
  error: Error,
): Promise<void> {
  const again = error instanceof RunAgainAt
  const dead = !again && (handler === undefined || job.attempts >= handler.maxAttempts)
  const at = again ? error.at : new Date(kernel.world.now().getTime() + (handler?.backoffMs(job.attempts) ?? 0))
  if (!again) {
    const level = dead ? 'error' : 'warn'
    kernel.world.logger[level](
      {
        job: job.kind,
        jobId: job.job_id,
        attempt: job.attempts,
        ...(error instanceof Failure ? { code: error.definition.code } : { err: error }),
      },
      dead ? 'job given up' : 'job failed, will retry',
    )
  }
  await inMerchant(kernel.database, merchant, 'write', (tx) =>
    putBackJob(tx, name, job.job_id, { at, error: errorText(error), dead, countsAsAttempt: !again }),
  )
}
