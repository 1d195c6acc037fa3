import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { checkGapsRequest } from '#modules/intake/intake-requests.ts'
import { checkedShops } from '#modules/shops/public.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { spanToCheck } from '../gap-rules.ts'

/** So far apart the shops of a merchant begin: the second reading never takes the platform's patience from the first. */
const APART_MS = 20_000

export const startGapChecks = command({
  name: 'intake.startGapChecks',
  ...shape({}, z.object({ shopCount: z.number().int() })),
  summary: 'Starts comparing what was read of each active shop with what the platform has, shop after shop.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only starts jobs; what they bring is recorded with them' },
  errors: [],
  async run(tx, _input, _actor, { now, enqueue }) {
    const shops = await checkedShops(tx, platformsOffering('pullOrders'))
    const due = shops.filter((shop) => spanToCheck(shop, now) !== null)
    for (const [place, { shopId }] of due.entries())
      enqueue({ ...checkGapsRequest(shopId), runAt: new Date(now.getTime() + place * APART_MS) })
    return { shopCount: due.length }
  },
})
