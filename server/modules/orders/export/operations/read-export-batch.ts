import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { cursor, shape, uuid } from '#contract/operation.ts'
import { requireAccess } from '#kernel/access.ts'
import { command } from '#kernel/operation.ts'
import { orderCursor } from '#modules/orders/order-views.ts'
import { shopsById } from '#modules/shops/public.ts'
import { principalOf } from '#modules/team/public.ts'
import { exportCells } from '../export-columns-rules.ts'
import { exportChanged } from '../export-events.ts'
import { noteProgress } from '../export-store.ts'
import { exportPlan, ordersForExport } from '../export-views.ts'

const AT_ONCE = 1000

/** The person's rights are read anew for every batch: whoever is frozen, or loses the right or a shop, gets no further row. */
export const readExportBatch = command({
  name: 'orders.readExportBatch',
  ...shape(
    { exportId: uuid, cursor, done: z.number().int() },
    z.object({ isWanted: z.boolean(), rows: z.array(z.array(z.union([z.string(), z.number()]))), next: cursor }),
  ),
  summary: 'The next rows of an export, as the person who asked for it may see them now.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'one export is one entry where it is asked for and one where it ends; its batches are steps of it' },
  errors: [errors.accountFrozen, errors.notSignedIn, errors.notPermitted],
  async run(tx, { exportId, cursor: from, done }, _actor, effects) {
    const { now } = effects
    const plan = await exportPlan(tx, exportId)
    if (!plan || !(await noteProgress(tx, exportId, done))) return { isWanted: false, rows: [], next: null }
    const principal = await principalOf(tx, plan.accountId, { now, ip: plan.ip })
    const { scope } = requireAccess(principal, { permission: 'orders.export', scope: 'shop' })
    const orders = await ordersForExport(tx, scope, { filters: plan.filters, cursor: from, count: AT_ONCE, now })
    const shops = await shopsById(tx, plan.filters.shopIds)
    if (done > 0) effects.announce(exportChanged(exportId))
    const last = orders.length === AT_ONCE ? orders.at(-1) : undefined
    return {
      isWanted: true,
      rows: orders.map((order) => exportCells(order, { shops }, plan.language)),
      next: last ? orderCursor(last) : null,
    }
  },
})
