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
  async run(reader, { batchId }, actor) {
    const [summary, refused] = await Promise.all([
      batchSummary(reader, actor.scope, batchId),
      refusedItems(reader, actor.scope, batchId),
    ])
    return summary ? { ...summary, refused } : fail(errors.notFound)
  },
})
