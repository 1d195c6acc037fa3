import type { JobRequest } from '#kernel/jobs.ts'

/** Of a shop one runs at a time: the platform counts calls, and two never ask for the same receiver. */
export const revealRequest = (shopId: string, runAt?: Date): JobRequest => ({
  kind: 'orders.askReceivers',
  payload: { shopId },
  group: `reveals:${shopId}`,
  ...(runAt ? { runAt } : {}),
})
