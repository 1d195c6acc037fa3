import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import type { OrderFacts, WholeParcel } from '#modules/orders/order.ts'
import { factsOfMoves } from '#modules/orders/order-events.ts'
import { lockWorkOfOrders } from '#modules/orders/order-work-store.ts'
import { isSameReceiver, receiverFor } from '#modules/orders/parcel-rules.ts'
import { storeWork } from '#modules/orders/store-work.ts'
import { regroup } from '../merge-group-rules.ts'
import { lockGroupedOrders, saveMergeGroups } from '../merge-group-store.ts'

export const recordMergeGroups = command({
  name: 'orders.recordMergeGroups',
  ...shape(
    {
      shopId: uuid,
      /** As they were when the platform was asked. */
      orders: z.array(z.strictObject({ orderId: uuid, version: z.string() })).max(1000),
      /** Platform order ids that may travel together. */
      groups: z.array(z.array(z.string())),
    },
    z.object({ changed: z.number().int(), parcelIds: z.array(z.string()) }),
  ),
  summary:
    'Records which orders may travel together, as their platform answered; parcels to the same receiver can be merged from now on.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId }, { changed, parcelIds }) => ({
    objects: [{ kind: 'shop', id: shopId }, ...parcelIds.map((id) => ({ kind: 'parcel', id }))],
    details: { orders: changed },
  }),
  errors: [],
  async run(tx, { shopId, orders, groups }, actor, effects) {
    const orderIds = orders.map(({ orderId }) => orderId)
    const locked = await lockGroupedOrders(tx, shopId, orderIds)
    const asked = new Map(orders.map(({ orderId, version }) => [orderId, version]))
    // One has changed since, perhaps its address: the answer is about something else.
    const isOutdated = locked.length < asked.size || locked.some(({ orderId, version }) => asked.get(orderId) !== version)
    const changed = isOutdated ? [] : regroup(locked, groups, newId)
    if (changed.length === 0) return { changed: 0, parcelIds: [] }
    await saveMergeGroups(tx, changed)
    const groupOf = new Map(changed.map(({ orderId, mergeGroup }) => [orderId, mergeGroup]))
    const parcels = await lockWorkOfOrders(tx, orderIds, effects.now)
    const work = parcels
      .filter(({ fulfilmentState, reviewState }) => fulfilmentState !== 'shipped' && reviewState !== 'stopped')
      .map((parcel) => ({ parcel: regrouped(parcel, groupOf), was: parcel.reviewState, contentsChanged: false }))
    const acting = { by: { name: actor.name, now: effects.now }, vault: effects.world.vault }
    const moves = await storeWork(tx, acting, { reviewed: work, stopped: [], quantities: [], fresh: [] })
    for (const fact of factsOfMoves([shopId], moves)) effects.announce(fact)
    return { changed: changed.length, parcelIds: moves.map(({ parcelId }) => parcelId) }
  },
})

/** A parcel with a label keeps its receiver, but goes by the new name of its group: else its own orders would look like others'. */
function regrouped(parcel: WholeParcel, groupOf: ReadonlyMap<string, string>): WholeParcel {
  const before = parcel.orders
  const orders = before.map((order): OrderFacts => ({ ...order, mergeGroup: groupOf.get(order.orderId) ?? order.mergeGroup }))
  if (parcel.fulfilmentState === 'none') return { ...parcel, orders, ...receiverFor(parcel, orders) }
  const first = orders[0]
  const isWhole =
    first !== undefined &&
    before.every((order) => isSameReceiver(order, parcel)) &&
    orders.every((order) => order.mergeGroup === first.mergeGroup)
  return { ...parcel, orders, mergeGroup: isWhole ? first.mergeGroup : parcel.mergeGroup }
}
