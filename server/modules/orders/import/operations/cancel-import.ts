import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { reachesShop } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { endRun, lockRun } from '../import-store.ts'

export const cancelImport = command({
  name: 'orders.cancelImport',
  ...orders.cancelImport,
  summary: 'Stops an import behind the orders that are done; these stay.',
  access: { permission: 'orders.import', scope: 'shop' },
  audit: ({ importId }) => ({ objects: [{ kind: 'import', id: importId }] }),
  errors: [errors.notFound, errors.jobNotCancellable],
  async run(tx, { importId }, actor, { now }) {
    const run = await lockRun(tx, importId)
    if (!run || !reachesShop(actor.scope, run.shopId)) return fail(errors.notFound)
    if (run.state !== 'waiting' && run.state !== 'running') return fail(errors.jobNotCancellable)
    await endRun(tx, importId, { state: 'cancelled', stop: null, counts: null }, now)
    return {}
  },
})
