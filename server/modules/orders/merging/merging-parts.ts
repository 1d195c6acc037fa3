/** What the orders module takes in from its merging folder. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import { askMergeGroups } from './ask-merge-groups.ts'
import { listUngroupedOrders } from './operations/list-ungrouped-orders.ts'
import { recordMergeGroups } from './operations/record-merge-groups.ts'

export const mergingOperations: readonly Operation[] = [listUngroupedOrders, recordMergeGroups]

export const mergingJobs: readonly JobHandler[] = [
  {
    kind: 'orders.askMergeGroups',
    actor: 'orders',
    permissions: ['system.jobs'],
    maxAttempts: 12,
    backoffMs: exponentialBackoff(2000, 600_000),
    run: (payload, context) => askMergeGroups(context, String(payload.shopId)),
  },
]
