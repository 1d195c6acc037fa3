/** Reviews parcels after a person changed something about them, and tells what moved. */
import type { Tx } from '#kernel/db.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import type { WholeParcel } from './order.ts'
import { factsOfMoves } from './order-events.ts'
import { reviewParcels } from './review-parcels.ts'

/** `change` makes of each locked parcel what it is to be reviewed as. */
export async function reviewAgain(
  tx: Tx,
  parcels: readonly WholeParcel[],
  change: (parcel: WholeParcel) => WholeParcel,
  actor: Pick<Actor, 'name'>,
  effects: Effects,
): Promise<void> {
  const was = new Map(parcels.map((parcel) => [parcel.parcelId, parcel.reviewState]))
  const context = { by: { name: actor.name, now: effects.now }, vault: effects.world.vault }
  const outcomes = await reviewParcels(tx, parcels.map(change), context, true)
  const moves = outcomes.map(({ parcel, state }) => ({
    parcelId: parcel.parcelId,
    was: was.get(parcel.parcelId) ?? null,
    is: state,
  }))
  for (const fact of factsOfMoves(
    parcels.map((parcel) => parcel.shopId),
    moves,
  ))
    effects.announce(fact)
}
