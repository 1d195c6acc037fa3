import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { reachesShop, scopeOf } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { command, type Effects } from '#kernel/operation.ts'
import type { Starter } from '#kernel/starter.ts'
import { noticeGrowth } from '#kernel/statistics.ts'
import { storeAppliedMessages } from '#modules/intake/public.ts'
import { applySnapshots } from '#modules/orders/apply-snapshots.ts'
import { factsOfMoves } from '#modules/orders/order-events.ts'
import { importChanged } from '../import-events.ts'
import type { ImportEntry } from '../import-run.ts'
import { addProgress, endRun, insertRefusals, lockRun } from '../import-store.ts'

/** The file's rows were checked by its reader; only our own job may call this. */
const entry = z.custom<ImportEntry>((value) => typeof value === 'object' && value !== null)

export const applyImportChunk = command({
  name: 'orders.applyImportChunk',
  ...shape(
    { importId: uuid, firstEntry: z.number().int(), entries: z.array(entry).max(2000), doneRatio: z.number().min(0).max(1) },
    /** `isWanted` false: the import was cancelled meanwhile. */
    z.object({
      isWanted: z.boolean(),
      created: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      parcelIds: z.array(z.string()),
    }),
  ),
  summary: 'Applies a stretch of a file: messages, orders, refusals and counters in one transaction.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ importId, firstEntry, entries }, { created, updated, unchanged, parcelIds }) => ({
    objects: [{ kind: 'import', id: importId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { firstEntry, entries: entries.length, created, updated, unchanged },
  }),
  errors: [errors.starterLostRights],
  async run(tx, { importId, firstEntry, entries, doneRatio }, actor, effects) {
    const run = await lockRun(tx, importId)
    const nothingDone = { created: 0, updated: 0, unchanged: 0, parcelIds: [] }
    if (run?.state !== 'running') return { isWanted: false, ...nothingDone }
    // Done before, by a run that was killed between this commit and its own memory of it.
    if (run.doneEntries !== firstEntry) return { isWanted: true, ...nothingDone }
    const { now, world } = effects
    const { shopId } = run
    if (run.starter && !(await mayGoOn(tx, run.starter, shopId, effects))) {
      const stop = { code: 'starterLostRights', params: { name: run.starter.name } } as const
      await endRun(tx, importId, { state: 'cancelled', stop, counts: null }, now)
      effects.announce(importChanged(shopId, importId))
      return { isWanted: false, ...nothingDone }
    }
    const orders = entries.flatMap((one) => ('snapshot' in one ? [one] : []))
    const refusals = entries.flatMap((one, place) => ('refusal' in one ? [{ ...one.refusal, place: firstEntry + place }] : []))
    const messages = orders.map(({ snapshot }) => ({
      platformOrderId: snapshot.platformOrderId,
      version: snapshot.modifiedAt,
      body: JSON.stringify(snapshot),
    }))
    const fresh = await storeAppliedMessages(tx, shopId, messages, now)
    const snapshots = orders.map(({ snapshot }) => snapshot).filter(({ platformOrderId }) => fresh.has(platformOrderId))
    const applied = await applySnapshots(tx, {
      shopId,
      platform: 'file',
      snapshots,
      now,
      vault: world.vault,
      by: { name: actor.name },
    })
    const counts = {
      created: applied.created.length,
      updated: applied.updated.length,
      unchanged: orders.length - applied.created.length - applied.updated.length,
    }
    await Promise.all([
      insertRefusals(tx, importId, refusals),
      addProgress(tx, importId, {
        ...counts,
        entryCount: entries.length,
        rowCount: [...orders, ...refusals].reduce((sum, one) => sum + one.rowCount, 0),
        orderCount: orders.length,
        refused: refusals.length,
        doneRatio,
      }),
    ])
    await noticeGrowth(tx)
    for (const fact of [...factsOfMoves([shopId], applied.parcels), importChanged(shopId, importId)]) effects.announce(fact)
    return { isWanted: true, ...counts, parcelIds: applied.parcels.map((move) => move.parcelId) }
  },
})

/** Asked before each stretch: whoever began it must still be allowed to import into this shop. */
async function mayGoOn(tx: Tx, starter: Starter, shopId: string, { world, now }: Effects): Promise<boolean> {
  const principal = await world.principalNow(tx, starter, now)
  const scope = principal && scopeOf(principal, 'orders.import')
  return scope !== undefined && reachesShop(scope, shopId)
}
