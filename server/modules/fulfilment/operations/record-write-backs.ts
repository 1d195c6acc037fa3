import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import type { Tx } from '#kernel/db.ts'
import { command } from '#kernel/operation.ts'
import { makeChanges } from '../change-shipment-store.ts'
import { writeBackChanged } from '../fulfilment-events.ts'
import { startWritingBack } from '../start-writing-back.ts'
import { FAILURE_KINDS } from '../write-back-outcome.ts'
import { afterFailure } from '../write-back-rules.ts'
import { changeWriteBacks, type LockedWriteBack, lockWithSiblings, postpone, type WriteBackChange } from '../write-back-store.ts'

const outcome = z.strictObject({
  writeBackId: uuid,
  waybillNumber: z.string(),
  /** confirmed, or how the report failed. */
  result: z.enum(['confirmed', ...FAILURE_KINDS]),
  problem: z.string(),
})
const changed = z.object({ writeBackId: uuid, parcelId: uuid, state: z.string(), problem: z.string() })

export const recordWriteBacks = command({
  name: 'fulfilment.recordWriteBacks',
  ...shape(
    {
      shopId: uuid,
      outcomes: z.array(outcome).max(100),
      /** The platform named a moment before which it takes nothing from this shop. */
      waitUntil: moment.nullable(),
    },
    z.object({ changed: z.array(changed) }),
  ),
  summary: 'Records what the platform said about shipments; failed ones are tried again later or wait for a person.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, waitUntil }, result) => ({
    objects: [{ kind: 'shop', id: shopId }, ...result.changed.map(({ parcelId }) => ({ kind: 'parcel', id: parcelId }))],
    details: {
      confirmed: result.changed.filter(({ state }) => state === 'confirmed').length,
      failed: result.changed.flatMap(({ state, writeBackId, problem }) =>
        state === 'confirmed' ? [] : { writeBackId, state, problem },
      ),
      waitUntil,
    },
  }),
  errors: [],
  async run(tx, { shopId, outcomes, waitUntil }, _actor, effects) {
    const locked = await lockWithSiblings(
      tx,
      outcomes.map(({ writeBackId }) => writeBackId),
    )
    const byId = new Map(locked.map((row) => [row.writeBackId, row]))
    await overtaken(tx, byId, outcomes)
    const changes = outcomes.flatMap(({ writeBackId, waybillNumber, result, problem }): WriteBackChange[] => {
      const row = byId.get(writeBackId)
      // A person settled it meanwhile, or gave the parcel another number, which waits to be told.
      if (!row || (row.state !== 'waiting' && row.state !== 'failed') || row.waybillNumber !== waybillNumber) return []
      if (result === 'confirmed')
        return [{ writeBackId, state: 'confirmed', problem: '', attempts: row.attempts + 1, nextAttemptAt: null }]
      return [{ writeBackId, problem, attempts: row.attempts + 1, ...afterFailure(result, row.attempts, effects.now) }]
    })
    if (changes.length > 0) await changeWriteBacks(tx, locked, changes, effects.now)
    if (waitUntil !== null) await postpone(tx, shopId, waitUntil)
    const later = changes.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []).concat(waitUntil ?? [])
    for (const at of new Set(later)) startWritingBack(effects, [{ shopId }], new Date(at))
    const changedIds = changes.map(({ writeBackId }) => writeBackId)
    if (changes.length > 0) effects.announce(writeBackChanged(changedIds, [shopId]))
    return {
      changed: changes.map(({ writeBackId, state, problem }) => {
        return { writeBackId, parcelId: byId.get(writeBackId)?.parcelId ?? writeBackId, state, problem }
      }),
    }
  },
})

/** The platform took a number that was replaced while it was told: what waits is a change now. */
async function overtaken(
  tx: Tx,
  byId: ReadonlyMap<string, LockedWriteBack>,
  outcomes: readonly z.infer<typeof outcome>[],
): Promise<void> {
  const told = outcomes.filter(({ writeBackId, waybillNumber, result }) => {
    const row = byId.get(writeBackId)
    return result === 'confirmed' && row !== undefined && row.waybillNumber !== waybillNumber
  })
  if (told.length > 0)
    await makeChanges(
      tx,
      told.map(({ writeBackId }) => writeBackId),
    )
}
