import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { bulkNote, OPEN_FOR_REVIEW, refusedForReview, sortParcels } from '../bulk-rules.ts'
import { renewClaims } from '../claim-store.ts'
import { lockParcels } from '../parcel-store.ts'
import { reviewAgain } from '../review-again.ts'

export const holdParcels = command({
  name: 'orders.holdParcels',
  ...orders.holdParcels,
  summary: 'Puts parcels on hold with a reason; only a person releases them.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (input, result) => bulkNote(result, { reason: input.reason }),
  errors: [errors.notFound, errors.claimedByOther, errors.notAwaitingReview, errors.alreadyShipped],
  async run(tx, { parcelIds, reason }, actor, effects) {
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => refusedForReview(parcel, actor, OPEN_FOR_REVIEW))
    // A hold ends the buffer time: it waits for a person now, not for the clock.
    await reviewAgain(tx, fit, (parcel) => ({ ...parcel, holdReason: reason, reviewState: 'awaiting' }), actor, effects)
    const done = fit.map((parcel) => parcel.parcelId)
    await renewClaims(tx, done, { accountId: actor.accountId, now: effects.now })
    return { done, refused }
  },
})
