import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { orderSummary } from '../summary-views.ts'

export const summarizeOrders = query({
  name: 'orders.summarizeOrders',
  ...orders.summarizeOrders,
  summary: 'Orders, payments and refunds in all, by day of creation and by province. `from` and `to` are days, both included.',
  access: { permission: 'orders.summary', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, input, actor) {
    if (input.shopId !== undefined) await requireShop(reader, actor.scope, input.shopId)
    return orderSummary(reader, actor.scope, input)
  },
})
