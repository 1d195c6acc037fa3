import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { casesChanged } from '../after-sales-events.ts'
import { storeHeard } from '../case-store.ts'
import { readSnapshot } from '../read-snapshot.ts'
import { forgetUnread, keepUnread, recordRead } from '../sync-store.ts'

const arrivedCase = z.strictObject({ afterSaleId: z.string(), version: z.string(), body: z.string() })

export const storeCases = command({
  name: 'afterSales.storeCases',
  /** `read`: with these everything changed in that stretch is here; null = more of it follows. */
  ...shape(
    { shopId: uuid, cases: z.array(arrivedCase).max(500), read: z.strictObject({ from: moment, to: moment }).nullable() },
    z.object({ changed: z.number().int(), unread: z.number().int() }),
  ),
  summary:
    'Keeps what a platform says about cases; what is known or older changes nothing, what cannot be read is kept with the reason.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'what the platform said stands in the timeline of each case, with the time it came in' },
  errors: [errors.notFound],
  async run(tx, { shopId, cases, read }, _actor, { now, world, announce }) {
    const platform = (await shopsById(tx, [shopId])).get(shopId)?.platform ?? fail(errors.notFound)
    const tried = cases.map((one) => ({ ...one, ...readSnapshot(platform, one) }))
    const heard = tried.flatMap((one) => one.heard ?? [])
    const unread = tried.flatMap(({ heard: _, problem, ...one }) => (problem === null ? [] : [{ ...one, problem }]))
    const changed = await storeHeard(tx, shopId, heard, now)
    await keepUnread(tx, world.vault, shopId, unread, now)
    await forgetUnread(tx, shopId, understood(heard, unread))
    if (read !== null) await recordRead(tx, shopId, read, now)
    for (const fact of casesChanged(shopId, changed)) announce(fact)
    return { changed: changed.length, unread: unread.length }
  },
})

/** One that comes twice, once readable and once not, goes on being shown as not read. */
function understood(heard: readonly { afterSaleId: string }[], unread: readonly { afterSaleId: string }[]): string[] {
  const broken = new Set(unread.map(({ afterSaleId }) => afterSaleId))
  return heard.map(({ afterSaleId }) => afterSaleId).filter((id) => !broken.has(id))
}
