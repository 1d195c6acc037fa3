import { errors } from '#contract/errors.ts'
import { intake } from '#contract/intake.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { countQuarantined } from '#modules/shops/public.ts'
import { messagesReceived } from '../intake-events.ts'
import { takeOutOfQuarantine } from '../message-store.ts'

export const replayMessages = command({
  name: 'intake.replayMessages',
  ...intake.replayMessages,
  summary: 'Has stored messages read again; one that was applied before changes nothing.',
  access: { permission: 'intake.manage', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'message', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound],
  async run(tx, { messageIds }, actor, effects) {
    const found = await takeOutOfQuarantine(tx, actor.scope, messageIds)
    const byShop = Map.groupBy(found, (message) => message.shopId)
    await countQuarantined(
      tx,
      [...byShop].map(([shopId, messages]) => ({ shopId, change: -messages.filter((one) => one.wasQuarantined).length })),
    )
    for (const [shopId, messages] of byShop)
      for (const fact of messagesReceived(
        shopId,
        messages.map((message) => message.messageId),
      ))
        effects.announce(fact)
    const known = new Set(found.map((message) => message.messageId))
    const unknown = [...new Set(messageIds)].filter((id) => !known.has(id))
    return { done: [...known], refused: unknown.map((id) => refuse(id, errors.notFound)) }
  },
})
