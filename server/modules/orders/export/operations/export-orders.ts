import { errors } from '#contract/errors.ts'
import { orderExports } from '#contract/order-exports.ts'
import { reachesShop } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { withoutPhones } from '#kernel/personal-text.ts'
import { shopsById } from '#modules/shops/public.ts'
import { spendBudget } from '#modules/team/public.ts'
import { exportChanged } from '../export-events.ts'
import { insertExport } from '../export-store.ts'
import { countOrders } from '../export-views.ts'
import { EXPORT_LIMIT, type OrderFilters } from '../order-export.ts'

/** Somebody may look for a phone number: that one is not kept. */
const logged = (filters: OrderFilters): OrderFilters =>
  filters.search === undefined ? filters : { ...filters, search: withoutPhones(filters.search) }

/** Which shops it holds is settled here: shops that come later, or that an app did not reach, do not slip in while the file is made. */
export const exportOrders = command({
  name: 'orders.exportOrders',
  ...orderExports.exportOrders,
  summary:
    'The filtered list of orders as CSV or XLSX, receivers masked. Wants a fresh confirmation and counts against the day’s budget.',
  access: { permission: 'orders.export', scope: 'shop' },
  stepUp: true,
  audit: ({ filters = {}, format }, { exportId, total, budget }) => ({
    kind: 'export',
    objects: [{ kind: 'export', id: exportId }],
    details: { format, filters: logged(filters), rows: total, usedToday: budget.used },
  }),
  errors: [errors.exportTooLarge, errors.budgetSpent, errors.budgetExhausted, errors.stepUpRequired, errors.approvalRequired],
  async run(tx, { filters = {}, format }, actor, effects) {
    const { now } = effects
    const known = await shopsById(tx, filters.shopIds)
    const shopIds = [...known.keys()].filter((shopId) => reachesShop(actor.scope, shopId))
    const within = { ...filters, shopIds }
    const total = await countOrders(tx, actor.scope, within, EXPORT_LIMIT + 1, now)
    if (total > EXPORT_LIMIT) return fail(errors.exportTooLarge, { limit: EXPORT_LIMIT })
    const rows = shopIds.map((shopId) => ({ shopId }))
    const budget = await spendBudget(tx, actor, { permission: 'orders.export', kind: 'exports', amount: 1, rows }, now)
    const exportId = newId()
    const { accountId, name: accountName, ip, language } = actor
    const plan = { exportId, accountId, accountName, ip, language, format, filters: within, totalCount: total, fileId: newId() }
    await insertExport(tx, plan, now)
    effects.enqueue({ kind: 'orders.runExport', payload: { exportId } })
    effects.announce(exportChanged(exportId))
    return { exportId, total, budget }
  },
})
