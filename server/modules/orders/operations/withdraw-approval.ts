import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { releaseStock } from '#modules/inventory/public.ts'
import { bulkNote, sortParcels, stationWord } from '../bulk-rules.ts'
import { lockParcels } from '../parcel-store.ts'
import { reviewAgain } from '../review-again.ts'

export const withdrawApproval = command({
  name: 'orders.withdrawApproval',
  ...orders.withdrawApproval,
  summary: 'Takes an approval back before shipping: the stock is free again and the parcel is on hold with the reason.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (input, result) => bulkNote(result, { reason: input.reason }),
  errors: [errors.notFound, errors.notApproved, errors.alreadyShipped],
  async run(tx, { parcelIds, reason }, actor, effects) {
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => {
      if (parcel.fulfilmentState === 'shipped') return refuse(parcel.parcelId, errors.alreadyShipped)
      if (parcel.reviewState === 'approved') return undefined
      return refuse(parcel.parcelId, errors.notApproved, { state: stationWord(parcel, actor.language) })
    })
    const done = fit.map((parcel) => parcel.parcelId)
    await releaseStock(tx, done, { name: actor.name, now: effects.now, reason })
    // On hold, or the next automatic review would approve it again.
    await reviewAgain(tx, fit, (parcel) => ({ ...parcel, holdReason: reason, reviewState: 'awaiting' }), actor, effects)
    return { done, refused }
  },
})
