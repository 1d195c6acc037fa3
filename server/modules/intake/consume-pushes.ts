/** Reading the orders that a platform says have changed. A push is only a trigger; the regular reading is what loses nothing. */
import { failpoint } from '#kernel/failpoint.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { type OrderMessage, PlatformFailure, type Pushes, type PushNotice } from '#server/platforms/platform.ts'
import { arrived } from './message-rules.ts'
import { listPushShops } from './operations/list-push-shops.ts'
import { storePulled } from './operations/store-pulled.ts'
import { pullShop, settlePullFailure } from './pull-shop.ts'

const NOTICES_AT_ONCE = 200
const CALLS_AT_ONCE = 4
/** Beyond this many orders of a shop, reading its changes page by page costs fewer calls than one call for each. */
const MOST_SINGLE_READS = 40

/**
 * Empties the platform's queue. A notice is confirmed after what it spoke of is committed; one of a shop that is not read here
 * now (paused, or another merchant's) is confirmed at once: the regular reading of that shop brings it.
 */
export async function consumePushes(context: JobContext, platform: string): Promise<void> {
  const { shops } = await context.call(listPushShops, { platform })
  const speaker = shops[0]
  if (speaker === undefined) return
  const readable = new Map(shops.map((shop) => [shop.platformShopId, shop]))
  for (;;) {
    if (context.signal.aborted) return
    const notices = await callPlatform(context, speaker.shopId, (connection, { pushes }) =>
      queueOf(pushes).consume(connection, NOTICES_AT_ONCE),
    )
    if (notices.length === 0) return
    const confirmed: string[] = []
    for (const [platformShopId, ofShop] of Map.groupBy(notices, (notice) => notice.platformShopId)) {
      const shop = platformShopId === '' ? speaker : readable.get(platformShopId)
      const isDone = shop === undefined || (!shop.isWaiting && (await readNoticed(context, shop.shopId, ofShop)))
      if (isDone) confirmed.push(...ofShop.map((notice) => notice.ack))
    }
    failpoint('intake.consumePushes.beforeAcknowledge')
    await callPlatform(context, speaker.shopId, (connection, { pushes }) => queueOf(pushes).acknowledge(connection, confirmed))
    failpoint('intake.consumePushes.afterAcknowledge')
    if (notices.length < NOTICES_AT_ONCE || confirmed.length < notices.length) return
  }
}

function queueOf(pushes: Pushes): Extract<Pushes, { way: 'queue' }> {
  if (pushes.way === 'queue') return pushes
  throw new PlatformFailure('our_fault', 'no-queue', 'This platform has no queue of changes.')
}

/** True when everything the notices speak of is stored. False: they come again later. */
async function readNoticed(context: JobContext, shopId: string, notices: readonly PushNotice[]): Promise<boolean> {
  const orderIds = [...new Set(notices.map((notice) => notice.platformOrderId))]
  try {
    if (orderIds.length > MOST_SINGLE_READS) {
      await pullShop(context, shopId)
      return true
    }
    const messages = await fetchOrders(context, shopId, orderIds)
    if (messages.length > 0) await context.call(storePulled, { shopId, messages: messages.map(arrived), pulledUntil: null })
    return true
  } catch (error) {
    await settlePullFailure(context, shopId, error, 0)
    return false
  }
}

function fetchOrders(context: JobContext, shopId: string, orderIds: readonly string[]): Promise<OrderMessage[]> {
  return callPlatform(context, shopId, async (connection, adapter) => {
    const messages: OrderMessage[] = []
    for (let start = 0; start < orderIds.length; start += CALLS_AT_ONCE) {
      failpoint('intake.consumePushes.beforeCall')
      const batch = orderIds.slice(start, start + CALLS_AT_ONCE).map((orderId) =>
        adapter.fetchOrder(connection, orderId).catch((error: unknown) => {
          // The platform does not know this order (any more): a notice for it would come back for ever.
          if (error instanceof PlatformFailure && error.kind === 'refused') return undefined
          throw error
        }),
      )
      for (const message of await Promise.all(batch)) if (message) messages.push(message)
      failpoint('intake.consumePushes.afterCall')
    }
    return messages
  })
}
