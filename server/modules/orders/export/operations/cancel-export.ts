import { errors } from '#contract/errors.ts'
import { orderExports } from '#contract/order-exports.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { exportChanged } from '../export-events.ts'
import { endExportAs } from '../export-store.ts'
import { exportPlan } from '../export-views.ts'

export const cancelExport = command({
  name: 'orders.cancelExport',
  ...orderExports.cancelExport,
  summary: 'Stops an export of one’s own that is still being made.',
  access: { permission: 'orders.export', scope: 'shared' },
  audit: ({ exportId }) => ({ objects: [{ kind: 'export', id: exportId }] }),
  errors: [errors.notFound],
  async run(tx, { exportId }, actor, effects) {
    const plan = await exportPlan(tx, exportId)
    if (plan?.accountId !== actor.accountId) return fail(errors.notFound)
    await endExportAs(tx, exportId, { state: 'cancelled', problem: '', fileName: '', doneCount: null }, effects.now)
    effects.announce(exportChanged(exportId))
    return {}
  },
})
