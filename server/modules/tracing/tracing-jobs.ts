import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Trace } from '#server/carriers/tracker.ts'
import { askServices } from './ask-services.ts'
import { followParcels } from './operations/follow-parcels.ts'
import { raiseStuck } from './operations/raise-stuck.ts'
import { recordTraces } from './operations/record-traces.ts'

const machine = {
  actor: 'tracing',
  permissions: ['system.jobs'],
  maxAttempts: 20,
  backoffMs: exponentialBackoff(1000, 60_000),
} as const

export const followParcelsJob: JobHandler = {
  ...machine,
  kind: 'tracing.followParcels',
  run: async ({ parcelIds }, context) => void (await context.call(followParcels, { parcelIds: parcelIds as string[] })),
}
export const recordPushedJob: JobHandler = {
  ...machine,
  kind: 'tracing.recordPushed',
  run: async ({ traces }, context) =>
    void (await context.call(recordTraces, { traces: traces as Trace[], asked: [], services: [] })),
}
export const askJob: JobHandler = { ...machine, kind: 'tracing.ask', run: (_payload, context) => askServices(context) }
export const watchJob: JobHandler = {
  ...machine,
  kind: 'tracing.watch',
  async run(_payload, context) {
    while ((await context.call(raiseStuck, {})).isMore) if (context.signal.aborted) return
    await askServices(context)
  },
}
