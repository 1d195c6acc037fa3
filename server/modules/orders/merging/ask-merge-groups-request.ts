import type { JobRequest } from '#kernel/jobs.ts'

/** One waits per shop: it asks about everything that is open by then. */
export const askMergeGroupsRequest = (shopId: string): JobRequest => ({
  kind: 'orders.askMergeGroups',
  payload: { shopId },
  key: shopId,
  group: `merging:${shopId}`,
})
