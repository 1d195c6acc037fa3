import { z } from 'zod'
import { idBatch, shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { factsOfMoves } from '../order-events.ts'
import { lockParcels } from '../parcel-store.ts'
import { reviewParcels } from '../review-parcels.ts'

export const reviewAutomatically = command({
  name: 'orders.reviewAutomatically',
  ...shape({ parcelIds: idBatch }, z.object({ changed: z.array(z.string()), approved: z.number().int() })),
  summary: 'The automatic review of many parcels; those that pass have their stock reserved.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, result) => ({
    objects: result.changed.map((id) => ({ kind: 'parcel', id })),
    details: { changed: result.changed.length, approved: result.approved },
  }),
  errors: [],
  async run(tx, { parcelIds }, actor, effects) {
    const parcels = await lockParcels(tx, actor.scope, parcelIds, effects.now)
    const open = parcels.filter((parcel) => parcel.fulfilmentState !== 'shipped' && parcel.reviewState !== 'stopped')
    const outcomes = await reviewParcels(tx, open, { by: { name: actor.name, now: effects.now }, vault: effects.world.vault })
    const moves = outcomes.map(({ parcel, state }) => ({ parcelId: parcel.parcelId, was: parcel.reviewState, is: state }))
    const shopIds = outcomes.map(({ parcel }) => parcel.shopId)
    for (const fact of factsOfMoves(shopIds, moves)) effects.announce(fact)
    return { changed: moves.map((move) => move.parcelId), approved: moves.filter((move) => move.is === 'approved').length }
  },
})
