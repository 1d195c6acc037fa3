import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import type { Refusal } from '#contract/operation.ts'
import { permissions } from '#contract/permissions.ts'
import { scopeOf } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type Actor, command, type Effects } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { lockBatch, reopenItems, type StoredBatch, setBatchCancelled, setBatchStarter, settleItems } from '../batch-store.ts'
import { batchSummary, undoneParcels } from '../batch-views.ts'
import { batchChanged } from '../fulfilment-events.ts'
import { queueLabels } from '../queue-labels.ts'
import { askForWaybills, startFetching } from '../request-waybills.ts'
import { reopenUnknown } from '../waybill-store.ts'

const waybillOptions = z.object({ carrierAccountId: z.string().optional() })
const printOptions = z.object({ printerIds: z.array(z.string()), withDeliveryNote: z.boolean().default(false) })
/** In progress from the first try, or from the one that another batch began: nothing new is started, the item waits. */
const UNDER_WAY: readonly string[] = [errors.unknownOutcome.code, errors.printPending.code]

export const resumeBatch = command({
  name: 'fulfilment.resumeBatch',
  ...fulfilment.resumeBatch,
  summary: 'Tries the refused and stuck items of a batch again; done ones are never repeated.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  audit: ({ batchId }, { waiting }) => ({ objects: [{ kind: 'batch', id: batchId }], details: { waiting } }),
  errors: [errors.notFound, errors.notPermitted],
  async run(tx, { batchId }, actor, effects) {
    const batch = await lockBatch(tx, batchId)
    const { now } = effects
    const seen = { scope: actor.scope, now }
    if (!batch || !(await batchSummary(tx, seen, batchId))) return fail(errors.notFound)
    const permission = batch.kind === 'print' ? 'fulfilment.print' : 'fulfilment.waybill'
    const scope = scopeOf(actor, permission) ?? fail(errors.notPermitted, { permission: permissions[permission].zh })
    const undone = await undoneParcels(tx, { scope, now }, batchId)
    await setBatchStarter(tx, batchId, starterOf(actor))
    if (undone.length > 0) await tryAgain(tx, batch, undone, { ...actor, scope }, effects)
    if (batch.isCancelled) await setBatchCancelled(tx, batchId, null)
    effects.announce(batchChanged([batchId], []))
    return (await batchSummary(tx, seen, batchId)) ?? fail(errors.notFound)
  },
})

async function tryAgain(tx: Tx, batch: StoredBatch, undone: string[], actor: Actor, effects: Effects): Promise<void> {
  const { batchId } = batch
  const refused =
    batch.kind === 'print'
      ? await printAgain(tx, batch, undone, actor, effects)
      : await askAgain(tx, batch, undone, actor, effects)
  const ended = refused.filter(({ code }) => !UNDER_WAY.includes(code))
  const endedIds = new Set(ended.map(({ id }) => id))
  await reopenItems(
    tx,
    batchId,
    undone.filter((id) => !endedIds.has(id)),
  )
  await settleItems(
    tx,
    ended.map(({ id, code, params }) => ({ batchId, parcelId: id, refusal: { code, params } })),
  )
}

/** A refused parcel gets a new intent; one whose outcome is unknown is looked up again under its old key. */
async function askAgain(tx: Tx, batch: StoredBatch, undone: string[], actor: Actor, effects: Effects): Promise<Refusal[]> {
  const reopened = await reopenUnknown(tx, undone)
  startFetching(effects, reopened)
  const known = new Set(reopened.map(({ parcelId }) => parcelId))
  const parcelIds = undone.filter((id) => !known.has(id))
  const { carrierAccountId } = waybillOptions.parse(batch.options)
  return (await askForWaybills(tx, { batchId: batch.batchId, parcelIds, carrierAccountId }, actor, effects)).refused
}

async function printAgain(tx: Tx, batch: StoredBatch, undone: string[], actor: Actor, effects: Effects): Promise<Refusal[]> {
  const { printerIds, withDeliveryNote } = printOptions.parse(batch.options)
  return (await queueLabels(tx, { parcelIds: undone, printerIds, withDeliveryNote, batchId: batch.batchId }, actor, effects))
    .refused
}
