import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { recordCancelled } from '../waybill-store.ts'

export const recordCancellations = command({
  name: 'fulfilment.recordCancellations',
  ...shape(
    { rows: z.array(z.strictObject({ waybillId: uuid, problem: z.string() })).max(100) },
    z.object({ parcelIds: z.array(uuid) }),
  ),
  summary: 'Records which voided numbers the carrier took back, and why it did not take others.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ rows }, { parcelIds }) => ({
    objects: parcelIds.map((id) => ({ kind: 'parcel', id })),
    details: {
      takenBack: rows.filter(({ problem }) => problem === '').length,
      problems: rows.flatMap(({ problem }) => problem || []),
    },
  }),
  errors: [],
  async run(tx, { rows }, _actor, effects) {
    return { parcelIds: (await recordCancelled(tx, rows, effects.now)).map(({ parcelId }) => parcelId) }
  },
})
