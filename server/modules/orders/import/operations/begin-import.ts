import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { importChanged } from '../import-events.ts'
import { lockRun, markRunning } from '../import-store.ts'

export const beginImport = command({
  name: 'orders.beginImport',
  ...shape({ importId: uuid }, nothing),
  summary: 'The file has been read once and is not refused as a whole: applying it begins.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'the start and the end of an import are logged' },
  errors: [],
  async run(tx, { importId }, _actor, effects) {
    const run = await lockRun(tx, importId)
    if (run?.state !== 'waiting') return {}
    await markRunning(tx, importId)
    effects.announce(importChanged(run.shopId, importId))
    return {}
  },
})
