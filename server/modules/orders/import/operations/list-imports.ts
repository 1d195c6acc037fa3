import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { importPage } from '../import-views.ts'

export const listImports = query({
  name: 'orders.listImports',
  ...orders.listImports,
  summary: 'Imports into the shops in scope, newest first.',
  access: { permission: 'orders.import', scope: 'shop' },
  errors: [],
  run: (reader, { cursor }, actor) => importPage(reader, actor.scope, cursor, actor.language),
})
