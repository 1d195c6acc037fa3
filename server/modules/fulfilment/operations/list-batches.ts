import { fulfilment } from '#contract/fulfilment.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { batchesBefore } from '../batch-views.ts'

const PAGE = 30

export const listBatches = query({
  name: 'fulfilment.listBatches',
  ...fulfilment.listBatches,
  summary: 'Batches with items of one’s shops, latest first.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, { cursor }, actor, world) {
    const [createdAt, batchId] = readCursor(cursor) ?? []
    const before = createdAt !== undefined && batchId !== undefined ? { createdAt, batchId } : undefined
    const rows = await batchesBefore(reader, { scope: actor.scope, now: world.now() }, before, PAGE + 1)
    const page = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? page.at(-1) : undefined
    return { rows: page, next: last ? writeCursor([last.createdAt, last.batchId]) : null }
  },
})
