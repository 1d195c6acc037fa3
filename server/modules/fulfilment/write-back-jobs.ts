import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { writeBack } from './write-back.ts'

/** What the platform does not take is kept with the shipment and tried by its own clock; the attempts here are for faults of our own. */
export const writeBackJob: JobHandler = {
  kind: 'fulfilment.writeBack',
  actor: 'fulfilment',
  permissions: ['system.jobs'],
  maxAttempts: 20,
  backoffMs: exponentialBackoff(1000, 60_000),
  run: (payload, context) => writeBack(context, String(payload.shopId)),
}
