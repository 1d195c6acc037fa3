import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { messagesReceived } from '#modules/intake/intake-events.ts'
import { unknownOrders } from '#modules/intake/intake-views.ts'
import { storeMessages } from '#modules/intake/public.ts'
import { recordChecked } from '#modules/shops/public.ts'

const found = z.strictObject({ platformOrderId: z.string(), version: z.string(), body: z.string() })

export const storeMissed = command({
  name: 'intake.storeMissed',
  /** `checkedUntil`: with these messages everything before that moment is compared; null = more of the same window follows. */
  ...shape(
    { shopId: uuid, messages: z.array(found).max(1000), checkedUntil: moment.nullable() },
    z.object({ missedCount: z.number().int() }),
  ),
  summary: 'Keeps those of these messages whose order nobody has read in this or a later state, and counts them with the shop.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the messages are an append-only record of their own, with the time they came in' },
  errors: [],
  async run(tx, { shopId, messages, checkedUntil }, _actor, effects) {
    const unknown = await unknownOrders(tx, shopId, messages)
    const missed = messages.filter(({ platformOrderId }) => unknown.has(platformOrderId))
    const newIds = await storeMessages(tx, shopId, missed, effects.now)
    for (const fact of messagesReceived(shopId, newIds)) effects.announce(fact)
    await recordChecked(tx, shopId, { checkedUntil, missedCount: newIds.length }, effects.now)
    return { missedCount: newIds.length }
  },
})
