/** Reading the orders that a platform says have changed. A push is only a trigger; the regular reading is what loses nothing. */
import { failpoint } from '#kernel/failpoint.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure, type Pushes } from '#server/platforms/platform.ts'
import { listPushShops } from './operations/list-push-shops.ts'
import { readOrders } from './read-orders.ts'

const NOTICES_AT_ONCE = 200

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
      const orderIds = ofShop.map(({ platformOrderId }) => platformOrderId)
      const isDone = shop === undefined || (!shop.isWaiting && (await readOrders(context, shop.shopId, orderIds)))
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
