import { inventory } from '#contract/inventory.ts'
import { query } from '#kernel/operation.ts'
import { stockPage } from '../stock-views.ts'

export const listStock = query({
  name: 'inventory.listStock',
  ...inventory.listStock,
  summary: 'Stock per SKU: on hand, reserved, sellable.',
  access: { permission: 'inventory.view', scope: 'shared' },
  errors: [],
  run: (reader, input) =>
    stockPage(reader, { search: input.search ?? '', onlyShort: input.onlyShort ?? false, cursor: input.cursor ?? null }),
})
