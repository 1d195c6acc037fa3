import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { shopsChanged } from '../shop-events.ts'
import { markAuthorisationLost } from '../shop-store.ts'

export const noteAuthorisationLost = command({
  name: 'shops.noteAuthorisationLost',
  /** `tokenVersion`: the rejected version; null = the platform did not grant access at all. Newer tokens are left alone. */
  ...shape({ shopId: uuid, tokenVersion: z.number().int().nullable(), reason: z.string() }, z.object({ isLost: z.boolean() })),
  summary: 'Notes that the platform rejects a shop’s authorisation: its owner has to grant it again.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, reason }, { isLost }) => ({ objects: [{ kind: 'shop', id: shopId }], details: { isLost, reason } }),
  errors: [],
  async run(tx, { shopId, tokenVersion, reason }, _actor, effects) {
    const isLost = await markAuthorisationLost(tx, shopId, tokenVersion, reason, effects.now)
    if (isLost) effects.announce(shopsChanged([shopId]))
    return { isLost }
  },
})
