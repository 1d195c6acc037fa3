import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { permissions } from '#contract/permissions.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockBatch, setBatchCancelled, settleItems } from '../batch-store.ts'
import { batchSummary, reachesWholeBatch } from '../batch-views.ts'
import { batchChanged } from '../fulfilment-events.ts'
import { cancelQueued } from '../sheet-store.ts'
import { dropUnsent } from '../waybill-store.ts'

/** A batch is stopped as a whole: whoever does not reach all its parcels may not stop it. */
export const cancelBatch = command({
  name: 'fulfilment.cancelBatch',
  ...fulfilment.cancelBatch,
  summary: 'Stops what a batch has not begun; what a carrier or a printer already has goes on to its end.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ batchId }) => ({ objects: [{ kind: 'batch', id: batchId }] }),
  errors: [errors.notFound, errors.notPermitted, errors.itemStopped],
  async run(tx, { batchId }, actor, effects) {
    const batch = await lockBatch(tx, batchId)
    const reaching = { scope: actor.scope, now: effects.now }
    if (!batch || !(await batchSummary(tx, reaching, batchId))) return fail(errors.notFound)
    if (!(await reachesWholeBatch(tx, reaching, batchId)))
      return fail(errors.notPermitted, { permission: permissions['fulfilment.print'].zh })
    const stopped =
      batch.kind === 'print' ? await cancelQueued(tx, batchId) : await dropUnsent(tx, batchId, 'cancelBatch', effects.now)
    await Promise.all([
      settleItems(
        tx,
        stopped.map((parcelId) => ({ batchId, parcelId, refusal: { code: errors.itemStopped.code, params: {} } })),
      ),
      setBatchCancelled(tx, batchId, effects.now),
    ])
    effects.announce(batchChanged([batchId], []))
    return {}
  },
})
