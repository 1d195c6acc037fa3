import { inventory } from '#contract/inventory.ts'
import { query } from '#kernel/operation.ts'
import { movePage } from '../stock-views.ts'

export const listMoves = query({
  name: 'inventory.listMoves',
  ...inventory.listMoves,
  summary: 'The stock ledger of one SKU, newest first.',
  access: { permission: 'inventory.view', scope: 'shared' },
  errors: [],
  run: (reader, input) => movePage(reader, input.skuId, input.cursor ?? null),
})
