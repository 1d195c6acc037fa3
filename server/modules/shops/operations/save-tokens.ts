import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsChanged } from '../shop-events.ts'
import { shopWithPlatformId, writeTokens } from '../shop-store.ts'

const sealedTokens = z.strictObject({
  accessTokenSealed: z.string().max(8000),
  refreshTokenSealed: z.string().max(8000),
  accessExpiresAt: moment,
  refreshExpiresAt: moment,
  platformShopId: z.string().max(200),
  platformShopName: z.string().max(200),
})

export const saveTokens = command({
  name: 'shops.saveTokens',
  /** `tokenVersion`: the version these tokens replace; null = a person has just granted them. */
  ...shape({ shopId: uuid, tokenVersion: z.number().int().nullable(), tokens: sealedTokens }, z.object({ saved: z.boolean() })),
  summary: 'Keeps new tokens of a shop and makes it active.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, tokenVersion, tokens }, { saved }) => ({
    objects: [{ kind: 'shop', id: shopId }],
    details: {
      saved,
      reason: tokenVersion === null ? 'authorised' : 'renewed',
      accessExpiresAt: tokens.accessExpiresAt,
      platformShopName: tokens.platformShopName,
    },
  }),
  errors: [errors.notFound, errors.shopExists],
  async run(tx, { shopId, tokenVersion, tokens }, _actor, effects) {
    const other = tokenVersion === null ? await shopWithPlatformId(tx, shopId, tokens.platformShopId) : undefined
    if (other) return fail(errors.shopExists, { name: other.name })
    const saved = await writeTokens(tx, shopId, tokenVersion, tokens, effects.now)
    if (saved) effects.announce(shopsChanged([shopId]))
    return { saved }
  },
})
