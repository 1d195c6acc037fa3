import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { casesChanged } from '../after-sales-events.ts'
import { storeHeard } from '../case-store.ts'
import { readSnapshot } from '../read-snapshot.ts'
import { forgetUnread, lockUnread } from '../sync-store.ts'

const AT_ONCE = 200

export const readAgain = command({
  name: 'afterSales.readAgain',
  ...shape({ shopId: uuid }, z.object({ changed: z.number().int() })),
  summary: 'Tries to read what could not be read before.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'what the platform said stands in the timeline of each case, with the time it came in' },
  errors: [errors.notFound],
  async run(tx, { shopId }, _actor, { now, world, announce }) {
    const platform = (await shopsById(tx, [shopId])).get(shopId)?.platform ?? fail(errors.notFound)
    const waiting = await lockUnread(tx, world.vault, shopId, AT_ONCE)
    const tried = waiting.map((one) => ({ afterSaleId: one.afterSaleId, ...readSnapshot(platform, one) }))
    const readable = tried.filter(({ problem }) => problem === null)
    const changed = await storeHeard(
      tx,
      shopId,
      readable.flatMap(({ heard }) => heard ?? []),
      now,
    )
    await forgetUnread(
      tx,
      shopId,
      readable.map(({ afterSaleId }) => afterSaleId),
    )
    for (const fact of casesChanged(shopId, changed)) announce(fact)
    return { changed: changed.length }
  },
})
