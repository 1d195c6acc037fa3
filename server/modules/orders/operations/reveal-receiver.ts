import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { plainReceiver } from '../parcel-page-views.ts'

export const revealReceiver = query({
  name: 'orders.revealReceiver',
  ...orders.revealReceiver,
  summary: 'The receiver of one parcel in plain text, as far as the shop has it. Who looked stands in the log.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  audit: (input) => ({ kind: 'reveal', objects: [{ kind: 'parcel', id: input.parcelId }] }),
  errors: [errors.notFound],
  run: (reader, { parcelId }, actor, world) => plainReceiver(reader, actor.scope, world.vault, parcelId, world.now()),
})
