import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { AT_REVIEW, bulkNote, refusedForReview, sortParcels } from '../bulk-rules.ts'
import { setClaims } from '../claim-store.ts'
import { parcelsChanged } from '../order-events.ts'
import { lockParcelRows } from '../parcel-store.ts'

export const claimParcels = command({
  name: 'orders.claimParcels',
  ...orders.claimParcels,
  summary: 'Takes parcels at the review station into one’s own hands for ten minutes; acting on them renews the lease.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [errors.notFound, errors.claimedByOther, errors.notAwaitingReview, errors.alreadyShipped],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcelRows(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => refusedForReview(parcel, actor, AT_REVIEW))
    const done = fit.map((parcel) => parcel.parcelId)
    await setClaims(tx, done, { accountId: actor.accountId, name: actor.name, now: effects.now })
    for (const fact of parcelsChanged(
      fit.map((parcel) => parcel.shopId),
      done,
    ))
      effects.announce(fact)
    return { done, refused }
  },
})
