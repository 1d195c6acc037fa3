import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { bulkNote, refusedForReview, sortParcels } from '../bulk-rules.ts'
import { renewClaims } from '../claim-store.ts'
import { lockParcels } from '../parcel-store.ts'
import { reviewAgain } from '../review-again.ts'

export const releaseParcels = command({
  name: 'orders.releaseParcels',
  ...orders.releaseParcels,
  summary: 'Ends a person’s hold; the automatic review then decides as if it had never been.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [errors.notFound, errors.claimedByOther, errors.notHeld, errors.notAwaitingReview, errors.alreadyShipped],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(
      parcelIds,
      parcels,
      (parcel) =>
        refusedForReview(parcel, actor, ['held']) ??
        (parcel.holdReason === '' ? refuse(parcel.parcelId, errors.notHeld) : undefined),
    )
    await reviewAgain(tx, fit, (parcel) => ({ ...parcel, holdReason: '', reviewState: 'buffering' }), actor, effects)
    const done = fit.map((parcel) => parcel.parcelId)
    await renewClaims(tx, done, { accountId: actor.accountId, now: effects.now })
    return { done, refused }
  },
})
