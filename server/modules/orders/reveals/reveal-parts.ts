/** What the orders module takes in from its folder of reveals. */
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import type { Expiry } from '#kernel/upkeep.ts'
import { askReceivers } from './ask-receivers.ts'
import { readRevealedReceiver } from './operations/read-revealed-receiver.ts'
import { recordReceiver } from './operations/record-receiver.ts'
import { takeReceiver } from './operations/take-receiver.ts'
import { endedReveals, oldLooks } from './reveal-store.ts'

export const revealOperations: readonly Operation[] = [readRevealedReceiver, takeReceiver, recordReceiver]

/** What a platform does not answer is asked again by its own clock; the attempts here are for faults of our own. */
export const revealJobs: readonly JobHandler[] = [
  {
    kind: 'orders.askReceivers',
    actor: 'orders',
    permissions: ['system.jobs'],
    maxAttempts: 10,
    backoffMs: exponentialBackoff(1000, 30_000),
    run: (payload, context) => askReceivers(context, String(payload.shopId)),
  },
]

export const revealExpiries: readonly Expiry[] = [endedReveals, oldLooks]
