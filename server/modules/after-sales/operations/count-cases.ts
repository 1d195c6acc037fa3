import { afterSales } from '#contract/after-sales.ts'
import { query } from '#kernel/operation.ts'
import { platformsOffering } from '#server/platforms/registry.ts'
import { caseCounts } from '../case-views.ts'
import { shownSync } from '../sync-views.ts'

const SOON_MS = 24 * 3_600_000
/** Shops are read twice a minute. */
const LATE_MS = 15 * 60_000

export const countCases = query({
  name: 'afterSales.countCases',
  ...afterSales.countCases,
  summary: 'How many cases wait for the shop, how many of them end within a day, and how far each shop is read.',
  access: { permission: 'afterSales.view', scope: 'shop' },
  errors: [],
  async run(reader, _input, actor, world) {
    const now = world.now().getTime()
    const [counts, shops] = await Promise.all([
      caseCounts(reader, actor.scope, new Date(now + SOON_MS)),
      shownSync(reader, actor.scope, platformsOffering('afterSales'), new Date(now - LATE_MS)),
    ])
    return { ...counts, shops }
  },
})
