import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { tokensInForce } from '../shop-views.ts'
import { needsRenewal } from '../token-rules.ts'

export const listEndingTokens = query({
  name: 'shops.listEndingTokens',
  ...shape({}, z.object({ shopIds: z.array(uuid) })),
  summary: 'The shops whose tokens should be renewed now, those that end first in front.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, _input, _actor, world) {
    const now = world.now()
    const rows = await tokensInForce(reader)
    const ending = rows.filter(({ renewedAt, accessExpiresAt, refreshExpiresAt }) =>
      needsRenewal(
        {
          renewedAt: new Date(renewedAt),
          accessExpiresAt: new Date(accessExpiresAt),
          refreshExpiresAt: new Date(refreshExpiresAt),
        },
        now,
      ),
    )
    return { shopIds: ending.map((row) => row.shopId) }
  },
})
