import { printDesks } from '#contract/print-desks.ts'
import { query } from '#kernel/operation.ts'
import { readDeskOf } from '../desk-views.ts'

export const readDesk = query({
  name: 'fulfilment.readDesk',
  ...printDesks.readDesk,
  summary: 'The printers of a packing desk with how many sheets wait, and the sheets whose end is not known.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  errors: [],
  run: (reader, { deskId }, actor, world) => readDeskOf(reader, actor.scope, deskId, world.now()),
})
