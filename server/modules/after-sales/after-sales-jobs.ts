import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { startReading } from './operations/start-reading.ts'
import { readShop } from './read-shop.ts'
import { tellDecisions } from './tell-decisions.ts'

const machine = { actor: 'afterSales', permissions: ['system.jobs'] } as const

export const startReadingJob: JobHandler = {
  ...machine,
  kind: 'afterSales.startReading',
  maxAttempts: 1,
  backoffMs: () => 1000,
  run: async (_payload, context) => void (await context.call(startReading, {})),
}
export const readShopJob: JobHandler = {
  ...machine,
  kind: 'afterSales.readShop',
  maxAttempts: 5,
  backoffMs: exponentialBackoff(1000, 30_000),
  run: (payload, context) => readShop(context, String(payload.shopId)),
}
/** What the platform does not take is kept with the decision and tried by its own clock; the attempts here are for faults of our own. */
export const tellDecisionsJob: JobHandler = {
  ...machine,
  kind: 'afterSales.tellDecisions',
  maxAttempts: 20,
  backoffMs: exponentialBackoff(1000, 60_000),
  run: (payload, context) => tellDecisions(context, String(payload.shopId)),
}
