/** Orders show another seller's note: their parcels are reviewed with it, as when the platform brings one. */
import type { Tx } from '#kernel/db.ts'
import type { Effects } from '#kernel/operation.ts'
import type { WholeParcel } from '../order.ts'
import { factsOfMoves, parcelsChanged } from '../order-events.ts'
import { lockWorkOfOrders } from '../order-work-store.ts'
import { saveParcelWords } from '../parcel-store.ts'
import { storeWork, wordsRow } from '../store-work.ts'
import { showNotes } from './note-store.ts'
import type { SellerNote } from './note-wish.ts'

const isOpen = ({ fulfilmentState, reviewState }: WholeParcel): boolean =>
  fulfilmentState !== 'shipped' && reviewState !== 'stopped'

/** The orders are locked. */
export async function showOnOrders(
  tx: Tx,
  notes: readonly (SellerNote & { orderId: string })[],
  by: string,
  effects: Effects,
): Promise<void> {
  if (notes.length === 0) return
  await showNotes(tx, notes)
  const orderIds = notes.map(({ orderId }) => orderId)
  const parcels = await lockWorkOfOrders(tx, orderIds, effects.now)
  const open = parcels.filter(isOpen)
  const closed = parcels.filter((parcel) => !isOpen(parcel))
  if (closed.length > 0) await saveParcelWords(tx, closed.map(wordsRow))
  const reviewed = open.map((parcel) => ({ parcel, was: parcel.reviewState, contentsChanged: false }))
  const acting = { by: { name: by, now: effects.now }, vault: effects.world.vault }
  const moves = open.length === 0 ? [] : await storeWork(tx, acting, { reviewed, stopped: [], quantities: [], fresh: [] })
  announceParcels(effects, parcels, moves)
}

function announceParcels(effects: Effects, parcels: readonly WholeParcel[], moves: Parameters<typeof factsOfMoves>[1]): void {
  const shopIds = parcels.map((parcel) => parcel.shopId)
  const moved = new Set(moves.map((move) => move.parcelId))
  const still = parcels.map((parcel) => parcel.parcelId).filter((parcelId) => !moved.has(parcelId))
  for (const fact of [...factsOfMoves(shopIds, moves), ...parcelsChanged(shopIds, still)]) effects.announce(fact)
}
