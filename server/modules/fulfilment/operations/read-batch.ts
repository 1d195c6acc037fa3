import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { batchSummary, refusedItems } from '../batch-views.ts'

export const readBatch = query({
  name: 'fulfilment.readBatch',
  ...fulfilment.readBatch,
  summary: 'How far a batch is, and why items were refused.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { batchId }, actor, world) {
    const reaching = { scope: actor.scope, now: world.now() }
    const [summary, refused] = await Promise.all([
      batchSummary(reader, reaching, batchId),
      refusedItems(reader, reaching, batchId),
    ])
    return summary ? { ...summary, refused } : fail(errors.notFound)
  },
})
