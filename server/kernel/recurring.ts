/** Starts jobs at a steady pace for every merchant. A job of its kind that still waits is not added again. */
import { inMerchant, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { storeJobs } from './jobs.ts'
import type { Kernel } from './run-operation.ts'

export type RecurringJob = { kind: string; everyMs: number }

export function startRecurring(kernel: Kernel, jobs: readonly RecurringJob[], wake: (merchant: MerchantId) => void): () => void {
  const addFor = async (kind: string): Promise<void> => {
    const merchants = await kernel.database.pool.query<{ merchant_id: MerchantId }>('select merchant_id from directory.merchants')
    for (const { merchant_id: merchant } of merchants.rows) {
      await inMerchant(kernel.database, merchant, 'write', async (tx) => {
        const waiting = await tx.maybe(
          sql`select 1 from jobs where merchant_id = ${merchant} and job_group = ${`recurring:${kind}`} limit 1`,
        )
        if (!waiting) await storeJobs(tx, [{ kind, payload: {}, key: kind, group: `recurring:${kind}` }], new Date())
      })
      wake(merchant)
    }
  }
  const timers = jobs.map(({ kind, everyMs }) =>
    setInterval(
      () =>
        addFor(kind).catch((error: Error) => kernel.world.logger.warn({ err: error, kind }, 'recurring job could not be added')),
      everyMs,
    ),
  )
  return () => timers.forEach(clearInterval)
}
