import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { parcelPage } from '../parcel-views.ts'

export const listParcels = query({
  name: 'orders.listParcels',
  ...orders.listParcels,
  summary: 'Parcels of the shops one may see: where they stand, what holds them, who has them in hand.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [errors.invalidInput],
  run: (reader, input, actor, world) => parcelPage(reader, actor, input, world.now()),
})
