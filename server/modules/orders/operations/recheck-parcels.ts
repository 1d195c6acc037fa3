import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { bulkNote, sortParcels, stationWord } from '../bulk-rules.ts'
import { factsOfMoves } from '../order-events.ts'
import { lockParcels } from '../parcel-store.ts'
import { reviewParcels } from '../review-parcels.ts'

export const recheckParcels = command({
  name: 'orders.recheckParcels',
  ...orders.recheckParcels,
  summary: 'Runs the automatic review again over today’s facts: findings that no longer hold clear themselves.',
  access: { permission: 'orders.review', scope: 'shop' },
  audit: (_input, result) => bulkNote(result),
  errors: [errors.notFound, errors.notAwaitingReview, errors.alreadyShipped],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => {
      if (parcel.fulfilmentState === 'shipped') return refuse(parcel.parcelId, errors.alreadyShipped)
      if (parcel.reviewState !== 'stopped') return undefined
      return refuse(parcel.parcelId, errors.notAwaitingReview, { state: stationWord(parcel, actor.language) })
    })
    const context = { by: { name: actor.name, now: effects.now }, vault: effects.world.vault }
    const changed = await reviewParcels(tx, fit, context)
    const moves = changed.map(({ parcel, state }) => ({ parcelId: parcel.parcelId, was: parcel.reviewState, is: state }))
    for (const fact of factsOfMoves(
      fit.map((parcel) => parcel.shopId),
      moves,
    ))
      effects.announce(fact)
    return { done: fit.map((parcel) => parcel.parcelId), refused }
  },
})
