import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { SHOP_STATES } from '#contract/shops.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { connectionOf } from '../shop-views.ts'

/** Answers the tokens sealed: they are opened where the platform is called and nowhere before. */
export const readConnection = query({
  name: 'shops.readConnection',
  ...shape(
    { shopId: uuid },
    z.object({
      merchantId: z.string(),
      platform: z.string(),
      name: z.string(),
      state: z.enum(SHOP_STATES),
      tokens: z
        .object({
          accessTokenSealed: z.string(),
          refreshTokenSealed: z.string(),
          tokenVersion: z.number().int(),
          renewedAt: moment,
          accessExpiresAt: moment,
          refreshExpiresAt: moment,
        })
        .nullable(),
    }),
  ),
  summary: 'Reads what a job needs to call a shop’s platform; the tokens stay sealed.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { shopId }) {
    return (await connectionOf(reader, shopId)) ?? fail(errors.notFound)
  },
})
