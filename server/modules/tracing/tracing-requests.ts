/** The jobs tracing starts, as requests. */
import type { JobRequest } from '#kernel/jobs.ts'
import type { Trace } from '#server/carriers/tracker.ts'

/** Services are asked by one job at a time. */
export const askRequest: JobRequest = { kind: 'tracing.ask', payload: {}, key: 'all', group: 'tracing:ask' }
export const recordPushedRequest = (traces: readonly Trace[]): JobRequest => ({
  kind: 'tracing.recordPushed',
  payload: { traces },
})
