import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { bulkNote } from '../bulk-rules.ts'
import { claimOldest } from '../claim-store.ts'
import { parcelsChanged } from '../order-events.ts'

export const claimNext = command({
  name: 'orders.claimNext',
  ...orders.claimNext,
  summary: 'Takes the next free parcels that wait for a person, the oldest shipping deadline first.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [],
  async run(tx, { count, shopIds }, actor, effects) {
    const claimer = { accountId: actor.accountId, name: actor.name, now: effects.now }
    const done = await claimOldest(tx, actor.scope, { count, shopIds: shopIds ?? null }, claimer)
    for (const fact of parcelsChanged(shopIds ?? [], done)) effects.announce(fact)
    return { done, refused: [] }
  },
})
