import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { printersInUse } from '../printer-views.ts'

export const listPrinters = query({
  name: 'fulfilment.listPrinters',
  ...fulfilment.listPrinters,
  summary: 'Printers with their state, the reasons in the printer’s words, and how many sheets wait.',
  access: { permission: 'fulfilment.view', scope: 'shared' },
  errors: [],
  run: async (reader) => ({ rows: await printersInUse(reader) }),
})
