import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { AT_REVIEW, bulkNote, sortParcels, stationWord } from '../bulk-rules.ts'
import { setClaims } from '../claim-store.ts'
import { parcelsChanged } from '../order-events.ts'
import { lockParcelRows } from '../parcel-store.ts'

export const takeOverParcels = command({
  name: 'orders.takeOverParcels',
  ...orders.takeOverParcels,
  summary: 'Takes parcels out of somebody else’s hands; the log says from whom and why.',
  access: { permission: 'takeover.claims', scope: 'shop' },
  audit: (input, result) => bulkNote(result, { reason: input.reason, takenFrom: result.takenFrom }),
  errors: [errors.notFound, errors.notAwaitingReview, errors.alreadyShipped],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcelRows(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => {
      if (parcel.fulfilmentState === 'shipped') return refuse(parcel.parcelId, errors.alreadyShipped)
      if (AT_REVIEW.includes(parcel.reviewState)) return undefined
      return refuse(parcel.parcelId, errors.notAwaitingReview, { state: stationWord(parcel, actor.language) })
    })
    const done = fit.map((parcel) => parcel.parcelId)
    await setClaims(tx, done, { accountId: actor.accountId, name: actor.name, now: effects.now })
    for (const fact of parcelsChanged(
      fit.map((parcel) => parcel.shopId),
      done,
    ))
      effects.announce(fact)
    const takenFrom = fit.flatMap(({ parcelId, claim }) =>
      claim && claim.accountId !== actor.accountId ? { parcelId, name: claim.name } : [],
    )
    return { done, refused, takenFrom }
  },
})
