/**
 * Waits for long work that a call has started and shows on a terminal how far it is. A server that runs does the work, for its settings
 * (platform keys …) are the ones that count; where none takes the jobs, this process does.
 */
import type { z } from 'zod'
import { inMerchant, sql } from '#kernel/db.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { startWorker, type Worker } from '#kernel/worker.ts'
import { readBatch } from '#modules/fulfilment/operations/read-batch.ts'
import { readImport } from '#modules/orders/import/operations/read-import.ts'
import { jobHandlers } from '#server/app.ts'
import type { Home } from '#server/open-home.ts'
import { untilStopped } from './until-stopped.ts'
import { type ShellAccount, shellCaller } from './with-home.ts'

const POLL_MS = 200
/** A server looks for due jobs twice a second. */
const TAKEN_WITHIN_SECONDS = 1.5
const WORKER_CONCURRENCY = 4
const BAR_WIDTH = 30

export type Person = { home: Home; account: ShellAccount; language: 'zh' | 'en' }
type Work<View> = { read(): Promise<View>; tell(view: View): { done: number; total: number; text: string } }

export function callAs<I extends z.ZodType, O extends z.ZodType>(
  { home, account, language }: Person,
  operation: Command<I, O> | Query<I, O>,
  input: z.input<I>,
  options: { idempotencyKey?: string | undefined } = {},
): Promise<z.output<O>> {
  return runOperation(home.app.kernel, operation, input, shellCaller(account, language), options)
}

/** Waits for the batch or import that an answer names; undefined when it names none. */
export function followAnswer(person: Person, answer: unknown): Promise<{ state: string }> | undefined {
  const { batchId, importId } = Object(answer) as { batchId?: string; importId?: string }
  if (batchId !== undefined) return followBatch(person, batchId)
  if (importId !== undefined) return followImport(person, importId)
  return undefined
}

export const followImport = (person: Person, importId: string) =>
  follow(person, {
    read: () => callAs(person, readImport, { importId }),
    tell: ({ bytesRead, bytesTotal, counters }) => ({
      done: bytesRead,
      total: bytesTotal,
      text: `${counters.rows} rows, ${counters.orders} orders`,
    }),
  })

const followBatch = (person: Person, batchId: string) =>
  follow(person, {
    read: () => callAs(person, readBatch, { batchId }),
    tell: ({ done, refusedCount, total }) => ({
      done: done + refusedCount,
      total,
      text: `${done} done, ${refusedCount} refused`,
    }),
  })

/** Answers the last view: of the ended work, or as it stood when the person pressed Ctrl-C. */
async function follow<View extends { state: string }>(person: Person, { read, tell }: Work<View>): Promise<View> {
  let worker: Worker | undefined
  let isLeft = false
  const left = untilStopped().then(() => {
    isLeft = true
  })
  try {
    for (;;) {
      const view = await read()
      const { done, total, text } = tell(view)
      show(`\r${bar(done, total)} ${text} `)
      if ((view.state !== 'waiting' && view.state !== 'running') || isLeft) {
        show('\n')
        if (isLeft) process.stderr.write('Not waiting any longer. A server works it off: npx zhanggui serve\n')
        return view
      }
      if (!worker && (await isNobodyWorking(person))) worker = work(person)
      await Promise.race([new Promise((resolve) => setTimeout(resolve, POLL_MS)), left])
    }
  } finally {
    await worker?.stop()
  }
}

/** Jobs are due, no server took them, and none is at work on others. */
async function isNobodyWorking({ home, account: { merchantId } }: Person): Promise<boolean> {
  const jobs = await inMerchant(home.app.kernel.database, merchantId, 'read', (reader) =>
    reader.maybe<{ overdue: boolean; taken: boolean }>(sql`
      select coalesce(bool_or(state = 'queued' and run_at < now() - make_interval(secs => ${TAKEN_WITHIN_SECONDS})), false) as overdue,
        coalesce(bool_or(state = 'running' and lease_until > now()), false) as taken
      from jobs where merchant_id = ${merchantId} and state in ('queued', 'running') and run_at <= now()`),
  )
  return jobs?.overdue === true && !jobs.taken
}

function work({ home, account }: Person): Worker {
  const worker = startWorker(home.app.kernel, jobHandlers(), { concurrency: WORKER_CONCURRENCY })
  home.app.onWake(worker.wake)
  worker.wake(account.merchantId)
  return worker
}

function show(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(text)
}

function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0
  const full = Math.round(share * BAR_WIDTH)
  return `[${'█'.repeat(full)}${'·'.repeat(BAR_WIDTH - full)}] ${Math.round(share * 100)} %`
}
