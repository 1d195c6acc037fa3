import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { orderPage } from '../order-views.ts'

export const listOrders = query({
  name: 'orders.listOrders',
  ...orders.listOrders,
  summary: 'Orders of the shops one may see, newest first, 50 a page.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [errors.invalidInput],
  run: (reader, input, actor, world) => orderPage(reader, actor.scope, input, world.now()),
})
