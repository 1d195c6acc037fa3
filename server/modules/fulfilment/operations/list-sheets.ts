import { fulfilment } from '#contract/fulfilment.ts'
import { query } from '#kernel/operation.ts'
import { sheetsOf } from '../sheet-views.ts'

export const listSheets = query({
  name: 'fulfilment.listSheets',
  ...fulfilment.listSheets,
  summary: 'The sheets of a print job in their order, with what became of each.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  run: async (reader, { printJobId }, actor, world) => ({
    rows: await sheetsOf(reader, actor.scope, printJobId, world.now()),
  }),
})
