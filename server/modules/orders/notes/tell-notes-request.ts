import type { JobRequest } from '#kernel/jobs.ts'

/** Of a shop one runs at a time, so no older note follows a newer one. */
export const tellNotesRequest = (shopId: string, runAt?: Date): JobRequest => ({
  kind: 'orders.tellNotes',
  payload: { shopId },
  group: `notes:${shopId}`,
  ...(runAt ? { runAt } : {}),
})
