/** Reading the orders that a platform says have changed. */
import { failpoint } from '#kernel/failpoint.ts'
import { inParallel } from '#kernel/in-parallel.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { type OrderMessage, PlatformFailure } from '#server/platforms/platform.ts'
import { arrived } from './message-rules.ts'
import { storePulled } from './operations/store-pulled.ts'
import { pullShop, settlePullFailure } from './pull-shop.ts'

const CALLS_AT_ONCE = 4
/** Beyond this many orders of a shop, reading its changes page by page costs fewer calls than one call for each. */
const MOST_SINGLE_READS = 40

/** True when these orders are stored as they are now. False: the platform could not be asked, which is noted with the shop. */
export async function readOrders(context: JobContext, shopId: string, orderIds: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(orderIds)]
  try {
    if (wanted.length > MOST_SINGLE_READS) {
      await pullShop(context, shopId)
      return true
    }
    const messages = await fetchOrders(context, shopId, wanted)
    if (messages.length > 0) await context.call(storePulled, { shopId, messages: messages.map(arrived), pulledUntil: null })
    return true
  } catch (error) {
    await settlePullFailure(context, shopId, error, 0)
    return false
  }
}

function fetchOrders(context: JobContext, shopId: string, orderIds: readonly string[]): Promise<OrderMessage[]> {
  return callPlatform(context, shopId, async (connection, adapter) => {
    const found = await inParallel(orderIds, CALLS_AT_ONCE, async (orderId) => {
      failpoint('intake.readOrders.beforeCall')
      const message = await adapter.fetchOrder(connection, orderId).catch((error: unknown) => {
        // The platform does not know this order (any more): a notice for it would come back for ever.
        if (error instanceof PlatformFailure && error.kind === 'refused') return undefined
        throw error
      })
      failpoint('intake.readOrders.afterCall')
      return message
    })
    return found.filter((message) => message !== undefined)
  })
}
