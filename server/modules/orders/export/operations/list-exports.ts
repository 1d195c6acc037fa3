import { orderExports } from '#contract/order-exports.ts'
import { query } from '#kernel/operation.ts'
import { exportsOf } from '../export-views.ts'

export const listExports = query({
  name: 'orders.listExports',
  ...orderExports.listExports,
  summary: 'The exports one asked for lately and how far they are; a file is there for a day.',
  access: { permission: 'orders.export', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await exportsOf(reader, actor.accountId) }),
})
