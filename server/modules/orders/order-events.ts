/** Facts this module announces. */
import type { EventFact, Reaction } from '#kernel/events.ts'
import type { ReviewState } from './order.ts'

type Move = { parcelId: string; was: ReviewState | null; is: ReviewState }

const fact = (kind: string, permission: EventFact['permission'], shopIds: readonly string[], ids: string[]): EventFact[] =>
  ids.length === 0 ? [] : [{ kind, permission, shopIds: [...new Set(shopIds)], ids }]

/** Parcels look different now: open pages read them again. */
export const parcelsChanged = (shopIds: readonly string[], ids: string[]): EventFact[] =>
  fact('orders.parcelsChanged', 'orders.view', shopIds, ids)

/** Seller's notes have their answer from the platform, or a person decided about them. */
export const notesChanged = (shopIds: readonly string[], orderIds: string[]): EventFact[] =>
  fact('orders.notesChanged', 'orders.view', shopIds, orderIds)

/** Orders with a line whose refund is asked for, paid or refused, as the platform told it now: whoever keeps what buyers ask back reads it. */
export const refundsAsked = (shopId: string, platformOrderIds: readonly string[]): EventFact[] =>
  fact('orders.refundsAsked', 'orders.view', [shopId], [...platformOrderIds])

/**
 * What moved, told apart: `orders.parcelsApproved` may go on to the carrier; `orders.parcelsIntercepted` had been approved and must not
 * leave: whoever holds a waybill for one takes it back.
 */
export function factsOfMoves(shopIds: readonly string[], moves: readonly Move[]): EventFact[] {
  const idsWhere = (test: (move: Move) => boolean): string[] => moves.filter(test).map((move) => move.parcelId)
  return [
    ...parcelsChanged(
      shopIds,
      idsWhere(() => true),
    ),
    ...fact(
      'orders.parcelsApproved',
      'orders.view',
      shopIds,
      idsWhere((move) => move.is === 'approved' && move.was !== 'approved'),
    ),
    ...fact(
      'orders.parcelsIntercepted',
      'orders.view',
      shopIds,
      idsWhere((move) => move.was === 'approved' && move.is !== 'approved'),
    ),
  ]
}

export const reactions: readonly Reaction[] = [
  { on: 'intake.messagesReceived', toJob: ({ ids }) => ({ kind: 'orders.applyMessages', payload: { messageIds: ids } }) },
  { on: 'inventory.stockCounted', toJob: () => ({ kind: 'orders.recheckHeld', payload: {}, key: 'all' }) },
  { on: 'catalog.skusChanged', toJob: () => ({ kind: 'orders.recheckHeld', payload: {}, key: 'all' }) },
]
