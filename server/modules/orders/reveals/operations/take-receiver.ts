import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { printOf } from '../plain-receiver.ts'
import { refuseWaiting } from '../refuse-waiting.ts'
import { afterCall, spentUntil } from '../reveal-rules.ts'
import { lockDueAsk, lockRation, lockWaitingOrders, markReceiver, saveRation } from '../reveal-store.ts'

const ask = z.object({
  orderId: uuid,
  askNumber: z.number().int(),
  platformOrderId: z.string(),
  /** What the platform gave in place of the plain text; '' = nothing. */
  handle: z.string(),
  merchantId: z.string(),
})
export type Ask = z.infer<typeof ask>

export const takeReceiver = command({
  name: 'orders.takeReceiver',
  ...shape({ shopId: uuid }, z.object({ ask: ask.nullable(), again: moment.nullable() })),
  summary: 'Names the next receiver of a shop that its platform is asked for, and counts the call against the shop’s ration.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only counts a call that follows; who asked and what came of it are logged' },
  errors: [],
  async run(tx, { shopId }, _actor, { world, now }) {
    const shop = (await shopsById(tx, [shopId])).get(shopId)
    if (!shop) return { ask: null, again: null }
    const limits = adapterFor(shop.platform).revealRation
    const ration = await lockRation(tx, shopId, now)
    const until = spentUntil(ration, limits, now)
    if (until) {
      const waiting = await lockWaitingOrders(tx, shopId)
      const params = { platform: shop.platform, until: until.toISOString() }
      await refuseWaiting(
        tx,
        waiting.map(({ orderId }) => orderId),
        { code: 'revealRationSpent', params },
      )
      return { ask: null, again: null }
    }
    const due = await lockDueAsk(tx, shopId, now)
    if (!due) return { ask: null, again: null }
    if (ration.nextCallAt !== null && Date.parse(ration.nextCallAt) > now.getTime())
      return { ask: null, again: ration.nextCallAt }
    await saveRation(tx, shopId, afterCall(ration, limits, now))
    const { orderId, askNumber, platformOrderId, receiverKey } = due
    const receiver = JSON.parse(world.vault.open(tx.merchantId, due.receiverSealed)) as Receiver
    await markReceiver(tx, orderId, printOf(world.vault, tx.merchantId, { receiverKey, receiver }))
    return { ask: { orderId, askNumber, platformOrderId, handle: receiverKey, merchantId: tx.merchantId }, again: null }
  },
})
