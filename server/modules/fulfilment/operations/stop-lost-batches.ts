import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { batchChanged } from '../fulfilment-events.ts'
import { stopLost } from '../starter-rights.ts'

export const stopLostBatches = command({
  name: 'fulfilment.stopLostBatches',
  ...shape({ batchIds: z.array(uuid).max(100) }, z.object({ stopped: z.number().int() })),
  summary: 'Stops what of these batches those who began them may no longer go on with; each item says so.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ batchIds }, { stopped }) => ({
    objects: batchIds.map((id) => ({ kind: 'batch', id })),
    details: { stopped },
  }),
  errors: [errors.starterLostRights],
  async run(tx, { batchIds }, _actor, effects) {
    let stopped = 0
    for (const batchId of batchIds.toSorted()) stopped += await stopLost(tx, batchId, effects)
    effects.announce(batchChanged(batchIds, []))
    return { stopped }
  },
})
