import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { savedMappings } from '../import-views.ts'

export const listMappings = query({
  name: 'orders.listMappings',
  ...orders.listMappings,
  summary: 'The mapping files this merchant has saved for formats of its own.',
  access: { permission: 'orders.import', scope: 'shared' },
  errors: [],
  run: async (reader) => ({ rows: await savedMappings(reader) }),
})
