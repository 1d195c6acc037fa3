import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { carriers } from '#server/carriers/registry.ts'

export const listCarriers = query({
  name: 'fulfilment.listCarriers',
  ...fulfilment.listCarriers,
  summary: 'The carriers whose waybills can be had.',
  access: { permission: 'fulfilment.view', scope: 'shared' },
  errors: [],
  run: async () => ({ rows: [...carriers] }),
})
