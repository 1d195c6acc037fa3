import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { bulkNote, refusedByClaim, sortParcels } from '../bulk-rules.ts'
import { clearClaims } from '../claim-store.ts'
import { parcelsChanged } from '../order-events.ts'
import { lockParcelRows } from '../parcel-store.ts'

export const giveBackParcels = command({
  name: 'orders.giveBackParcels',
  ...orders.giveBackParcels,
  summary: 'Puts claimed parcels back so that others can take them.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [errors.notFound, errors.claimedByOther],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcelRows(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => refusedByClaim(parcel, actor))
    const done = fit.map((parcel) => parcel.parcelId)
    await clearClaims(tx, done)
    for (const fact of parcelsChanged(
      fit.map((parcel) => parcel.shopId),
      done,
    ))
      effects.announce(fact)
    return { done, refused }
  },
})
