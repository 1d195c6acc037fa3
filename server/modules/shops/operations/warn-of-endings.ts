import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { SHOP_ZONE } from '#kernel/clock.ts'
import { command } from '#kernel/operation.ts'
import { tell } from '#modules/team/public.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { noteWarned } from '../shop-store.ts'
import { unwarnedAuthorisations } from '../shop-views.ts'
import { authorisationState, tokenTimes } from '../token-rules.ts'

const endsAt = new Intl.DateTimeFormat('sv-SE', { timeZone: SHOP_ZONE, dateStyle: 'short', timeStyle: 'short' })

export const warnOfEndings = command({
  name: 'shops.warnOfEndings',
  ...shape({}, z.object({ warnedCount: z.number().int() })),
  summary: 'Tells those who manage a shop, once, that its authorisation is about to end and only its owner can prolong it.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the notices are a record of their own' },
  errors: [],
  async run(tx, _input, _actor, effects) {
    const known = await unwarnedAuthorisations(tx)
    const ending = known.filter((shop) => authorisationState(tokenTimes(shop), shop.state, effects.now) === 'expiring')
    if (ending.length === 0) return { warnedCount: 0 }
    const facts = await tell(
      tx,
      effects.now,
      ending.map(({ shopId, platform, name, refreshExpiresAt }) => ({
        to: { permission: 'shops.manage', aboutShop: shopId },
        kind: 'authorisationEnds',
        params: { shop: name, platform: platformNamed(platform).zh, endsAt: endsAt.format(new Date(refreshExpiresAt)) },
      })),
    )
    for (const fact of facts) effects.announce(fact)
    await noteWarned(
      tx,
      ending.map(({ shopId }) => shopId),
    )
    return { warnedCount: ending.length }
  },
})
