import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { parcelPageOf } from '../parcel-page-views.ts'

export const readParcel = query({
  name: 'orders.readParcel',
  ...orders.readParcel,
  summary:
    'One parcel with its lines, its orders and all their notes, what the checks found, and its history. The receiver is masked.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [errors.notFound],
  run: (reader, { parcelId }, actor, world) => parcelPageOf(reader, actor.scope, world.vault, parcelId, world.now()),
})
