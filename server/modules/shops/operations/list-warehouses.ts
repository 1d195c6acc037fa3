import { shops } from '#contract/shops.ts'
import { query } from '#kernel/operation.ts'
import { warehousesInScope } from '../warehouse-views.ts'

export const listWarehouses = query({
  name: 'shops.listWarehouses',
  ...shops.listWarehouses,
  summary: 'The warehouses in scope, and which shops ship from each.',
  access: { permission: 'shops.view', scope: 'shop' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await warehousesInScope(reader, actor.scope) }),
})
