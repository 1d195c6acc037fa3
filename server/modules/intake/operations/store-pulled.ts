import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { noticeGrowth } from '#kernel/statistics.ts'
import { recordPulled } from '#modules/shops/public.ts'
import { messagesReceived } from '../intake-events.ts'
import { storeMessages } from '../public.ts'

const arrivedMessage = z.strictObject({ platformOrderId: z.string(), version: z.string(), body: z.string() })

export const storePulled = command({
  name: 'intake.storePulled',
  /** `pulledUntil`: with these messages everything before that moment is here; null = more of the same window follows. */
  ...shape(
    { shopId: uuid, messages: z.array(arrivedMessage).max(1000), pulledUntil: moment.nullable() },
    z.object({ storedCount: z.number().int() }),
  ),
  summary: 'Keeps raw messages of a shop and tells that the new ones wait to be read.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the messages are an append-only record of their own, with the time they came in' },
  errors: [],
  async run(tx, { shopId, messages, pulledUntil }, _actor, effects) {
    const newIds = await storeMessages(tx, shopId, messages, effects.now)
    for (const fact of messagesReceived(shopId, newIds)) effects.announce(fact)
    if (newIds.length > 0) await noticeGrowth(tx)
    if (pulledUntil !== null) await recordPulled(tx, shopId, pulledUntil, effects.now)
    return { storedCount: newIds.length }
  },
})
