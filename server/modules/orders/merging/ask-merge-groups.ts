/**
 * Asking a platform which open orders of a shop may travel together. Only asked for company that has a new member, so a repeat asks
 * nothing; without an answer nothing is mergeable. Reading changes nothing there, so no call is ever uncertain.
 */
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { listUngroupedOrders, type UngroupedCall } from './operations/list-ungrouped-orders.ts'
import { recordMergeGroups } from './operations/record-merge-groups.ts'

export async function askMergeGroups(context: JobContext, shopId: string): Promise<void> {
  let hasMoved = true
  // What changed between question and answer is asked about again; when nothing moves any more, the next message asks.
  while (hasMoved && !context.signal.aborted) {
    hasMoved = false
    const { calls } = await context.call(listUngroupedOrders, { shopId })
    for (const orders of calls) {
      if (context.signal.aborted) return
      const groups = await ask(context, shopId, orders)
      if (groups === null) return
      const asked = orders.map(({ orderId, version }) => ({ orderId, version }))
      const { changed } = await context.call(recordMergeGroups, { shopId, orders: asked, groups })
      if (changed > 0) hasMoved = true
    }
  }
}

/** Null = not to be had now: the next message of the shop asks again. */
async function ask(context: JobContext, shopId: string, orders: UngroupedCall): Promise<string[][] | null> {
  try {
    return await callPlatform(context, shopId, async (connection, { services }) => {
      if (!services.mergeGroups) return []
      failpoint('orders.askMergeGroups.beforeCall')
      const groups = await services.mergeGroups(
        connection,
        orders.map(({ platformOrderId, receiverKey }) => ({ platformOrderId, handle: receiverKey })),
      )
      failpoint('orders.askMergeGroups.afterCall')
      return groups
    })
  } catch (error) {
    if (context.signal.aborted) return null
    if (error instanceof PlatformFailure && error.kind === 'wait' && error.retryAt !== null)
      throw new RunAgainAt(new Date(error.retryAt))
    // A shop without authorisation, or an answer that a repeat would not change.
    const isFinal = error instanceof Failure || (error instanceof PlatformFailure && isDefinite(error))
    if (!isFinal) throw error
    context.world.logger.warn({ shopId, err: error }, 'which orders go together was not told')
    return null
  }
}

const isDefinite = ({ kind }: PlatformFailure): boolean =>
  kind === 'refused' || kind === 'our_fault' || kind === 'reauthorise' || kind === 'wait'
