import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { viewsOf } from '../saved-view-store.ts'

export const listViews = query({
  name: 'orders.listViews',
  ...orders.listViews,
  summary: 'One’s own saved views of the lists.',
  access: { permission: 'orders.view', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await viewsOf(reader, actor.accountId) }),
})
