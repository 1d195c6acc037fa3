/**
 * Jobs are rows in the merchant's own tables, written in the transaction that wants them: a rollback leaves none, a commit
 * loses none. They run at least once; what they do must be idempotent. Only jobs speak to the outside, and they come back
 * through a command. A job with a `group` runs alone in its group (one printer, one shop); a `key` keeps one waiting job.
 */

import type { z } from 'zod'
import type { Permission } from '#contract/permissions.ts'
import { recordset, sql, type Tx } from './db.ts'
import { newId } from './ids.ts'
import type { Command, Query } from './operation.ts'
import type { OutsideWorld } from './outside.ts'

export type JobRequest = {
  kind: string
  payload: Record<string, unknown>
  /** While a job with this kind and key waits, another is not added. Never use it in a path many persons take at once: it makes them wait for each other's commit. */
  key?: string
  group?: string
  /** null or absent = at once */
  runAt?: Date
}

export type JobContext = {
  readonly world: OutsideWorld
  readonly jobId: string
  /** 1 on the first run. */
  readonly attempt: number
  readonly isLastAttempt: boolean
  /** Aborted when the worker stops or the lease is lost. */
  readonly signal: AbortSignal
  /** Runs an operation as this job's system actor: the only way to read or change anything. */
  call<I extends z.ZodType, O extends z.ZodType>(operation: Command<I, O> | Query<I, O>, input: z.input<I>): Promise<z.output<O>>
}

export type JobHandler = {
  kind: string
  /** Name in the log: system:<name>. */
  actor: string
  permissions: readonly Permission[]
  maxAttempts: number
  /** Wait before attempt n+1, ms. */
  backoffMs(attempt: number): number
  run(payload: Record<string, unknown>, context: JobContext): Promise<void>
}

/** Thrown by a job that wants to run again at a given moment without counting as failed (rate limits). */
export class RunAgainAt extends Error {
  readonly at: Date
  constructor(at: Date) {
    super(`run again at ${at.toISOString()}`)
    this.name = 'RunAgainAt'
    this.at = at
  }
}

export const exponentialBackoff =
  (firstMs: number, capMs: number) =>
  (attempt: number): number =>
    Math.min(capMs, firstMs * 2 ** (attempt - 1))

/**
 * A job that waits under the same key is locked until this transaction ends, so it cannot run before the change it is wanted for can be
 * seen; left alone, it could, and nothing would ever look at the change.
 */
export async function storeJobs(tx: Tx, requests: readonly JobRequest[], now: Date): Promise<void> {
  const rows = oncePerKey(requests, now).map((job) => ({
    job_id: newId(),
    kind: job.kind,
    payload: job.payload,
    dedupe_key: job.key ?? null,
    job_group: job.group ?? null,
    run_at: (job.runAt ?? now).toISOString(),
  }))
  await tx.write(sql`
    insert into jobs (merchant_id, job_id, kind, payload, dedupe_key, job_group, run_at)
    select ${tx.merchantId}, j.job_id, j.kind, j.payload, j.dedupe_key, j.job_group, j.run_at
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as j(job_id uuid, kind text, payload jsonb, dedupe_key text, job_group text, run_at timestamptz)
    on conflict (merchant_id, kind, dedupe_key) where state = 'queued' and dedupe_key is not null
      do update set run_at = least(jobs.run_at, excluded.run_at)`)
}

/** The earliest of those with the same key, in the order of their keys, in which every writer locks them. */
function oncePerKey(requests: readonly JobRequest[], now: Date): JobRequest[] {
  const dueAt = (job: JobRequest): Date => job.runAt ?? now
  const keyed = new Map<string, JobRequest>()
  for (const job of requests) {
    if (job.key === undefined) continue
    const name = JSON.stringify([job.kind, job.key])
    const known = keyed.get(name)
    if (!known || dueAt(job) < dueAt(known)) keyed.set(name, job)
  }
  const inOrder = [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, job]) => job)
  return [...requests.filter((job) => job.key === undefined), ...inOrder]
}

export type ClaimedJob = { job_id: string; kind: string; payload: Record<string, unknown>; attempts: number }

/** Takes due jobs under a lease; jobs whose lease ran out (a killed worker) are due again. */
export function claimJobs(tx: Tx, worker: string, limit: number, leaseSeconds: number): Promise<ClaimedJob[]> {
  return tx.rows<ClaimedJob>(sql`
    with due as (
      select j.job_id, j.job_group, j.run_at from jobs j
      where j.merchant_id = ${tx.merchantId} and j.state in ('queued', 'running')
        and j.run_at <= now() and (j.lease_until is null or j.lease_until < now())
        and (j.job_group is null or not exists (
          select 1 from jobs busy where busy.merchant_id = ${tx.merchantId} and busy.job_group = j.job_group
            and busy.state = 'running' and busy.job_id <> j.job_id))
      order by j.run_at, j.job_id limit ${limit} for update skip locked),
    chosen as (
      select job_id from (
        select job_id, row_number() over (partition by coalesce(job_group, job_id::text) order by run_at, job_id) as place from due) ranked
      where place = 1)
    update jobs set state = 'running', attempts = attempts + 1, leased_by = ${worker}, dedupe_key = null,
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    where merchant_id = ${tx.merchantId} and job_id in (select job_id from chosen)
    returning job_id, kind, payload, attempts`)
}

export async function finishJob(tx: Tx, worker: string, jobId: string): Promise<void> {
  await tx.write(sql`delete from jobs where merchant_id = ${tx.merchantId} and job_id = ${jobId} and leased_by = ${worker}`)
}

/** Puts a job back to run at `at`; with `dead` it stays visible and is not tried again. */
export async function putBackJob(
  tx: Tx,
  worker: string,
  jobId: string,
  outcome: { at: Date; error: string; dead: boolean; countsAsAttempt: boolean },
): Promise<void> {
  await tx.write(sql`
    update jobs set state = ${outcome.dead ? 'dead' : 'queued'}, run_at = ${outcome.at}, lease_until = null, leased_by = null,
      last_error = ${outcome.error.slice(0, 2000)}, attempts = attempts - ${outcome.countsAsAttempt ? 0 : 1}
    where merchant_id = ${tx.merchantId} and job_id = ${jobId} and leased_by = ${worker}`)
}

/** Extends the lease of a long job; false when somebody else holds it by now. */
export async function extendLease(tx: Tx, worker: string, jobId: string, leaseSeconds: number): Promise<boolean> {
  return (
    (await tx.write(sql`
    update jobs set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where merchant_id = ${tx.merchantId} and job_id = ${jobId} and leased_by = ${worker} and state = 'running'`)) === 1
  )
}
