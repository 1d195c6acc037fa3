/** Starts jobs at a steady pace for every merchant, at once and then every `everyMs`. One of its kind that waits or runs is enough. */
import { inMerchant, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import { storeJobs } from './jobs.ts'
import type { Kernel } from './run-operation.ts'

export type RecurringJob = { kind: string; everyMs: number }

/** Answers how to stop: it waits for what is being added. */
export function startRecurring(
  kernel: Kernel,
  jobs: readonly RecurringJob[],
  wake: (merchant: MerchantId) => void,
): () => Promise<void> {
  const adding = new Set<Promise<void>>()
  const start = (kind: string): void => {
    const promise = addForAll(kernel, kind, wake)
      .catch((error: Error) => kernel.world.logger.warn({ err: error, kind }, 'recurring job could not be added'))
      .finally(() => adding.delete(promise))
    adding.add(promise)
  }
  const timers = jobs.map(({ kind, everyMs }) => {
    start(kind)
    return setInterval(start, everyMs, kind)
  })
  return async () => {
    timers.forEach(clearInterval)
    await Promise.all(adding)
  }
}

async function addForAll(kernel: Kernel, kind: string, wake: (merchant: MerchantId) => void): Promise<void> {
  const merchants = await kernel.database.pool.query<{ merchant_id: MerchantId }>('select merchant_id from directory.merchants')
  for (const { merchant_id: merchant } of merchants.rows) {
    await inMerchant(kernel.database, merchant, 'write', async (tx) => {
      const group = `recurring:${kind}`
      // One that was given up has had its turn: it neither keeps the next one away nor is it kept.
      const last = await tx.maybe<{ state: string }>(sql`
        select state from jobs where merchant_id = ${merchant} and job_group = ${group} order by (state = 'dead') limit 1`)
      if (last && last.state !== 'dead') return
      if (last) await tx.write(sql`delete from jobs where merchant_id = ${merchant} and job_group = ${group} and state = 'dead'`)
      await storeJobs(tx, [{ kind, payload: {}, key: kind, group }], new Date())
    })
    wake(merchant)
  }
}
