import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { cancelWaybills } from './cancel-waybills.ts'
import { fetchWaybills } from './fetch-waybills.ts'

/** A carrier that is away is waited for without end (RunAgainAt); the attempts here are for faults of our own. */
const machine = {
  actor: 'fulfilment',
  permissions: ['system.jobs'],
  maxAttempts: 20,
  backoffMs: exponentialBackoff(1000, 60_000),
} as const

export const fetchWaybillsJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.fetchWaybills',
  run: (payload, context) => fetchWaybills(context, String(payload.carrierAccountId)),
}

export const cancelWaybillsJob: JobHandler = {
  ...machine,
  kind: 'fulfilment.cancelWaybills',
  run: (payload, context) => cancelWaybills(context, String(payload.carrierAccountId)),
}
