import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { reachesRow } from '#kernel/access.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { warehousesById } from '#modules/shops/public.ts'
import { bulkNote, refusedByClaim, sortParcels } from '../bulk-rules.ts'
import { parcelsChanged } from '../order-events.ts'
import { parcelRow } from '../parcel-scope.ts'
import { lockParcelRows, setWarehouse } from '../parcel-store.ts'

/** A parcel is moved by who reaches it where it lies and where it goes. A warehouse that is not reached is as unknown as one that is not. */
export const allocateParcels = command({
  name: 'orders.allocateParcels',
  ...orders.allocateParcels,
  summary: 'Moves parcels to another warehouse, as long as they have no waybill.',
  access: { permission: 'orders.arrange', scope: 'shop' },
  audit: ({ warehouseId }, result) => bulkNote(result, { warehouseId }),
  errors: [errors.notFound, errors.alreadyShipped, errors.claimedByOther, errors.hasWaybill],
  async run(tx, { parcelIds, warehouseId }, actor, effects) {
    const [parcels, warehouses] = await Promise.all([lockParcelRows(tx, actor.scope, parcelIds, effects.now), warehousesById(tx)])
    const { fit, refused } = sortParcels(parcelIds, parcels, (parcel) => {
      const isReached = warehouses.has(warehouseId) && reachesRow(actor.scope, { ...parcelRow(parcel), warehouseId })
      if (!isReached) return refuse(parcel.parcelId, errors.notFound)
      if (parcel.fulfilmentState === 'shipped') return refuse(parcel.parcelId, errors.alreadyShipped)
      if (parcel.fulfilmentState !== 'none') return refuse(parcel.parcelId, errors.hasWaybill, { number: parcel.waybillNumber })
      return refusedByClaim(parcel, actor)
    })
    const done = fit.map((parcel) => parcel.parcelId)
    const moved = fit.filter((parcel) => parcel.warehouseId !== warehouseId)
    await setWarehouse(
      tx,
      moved.map((parcel) => parcel.parcelId),
      warehouseId,
    )
    for (const fact of parcelsChanged(
      moved.map((parcel) => parcel.shopId),
      moved.map((parcel) => parcel.parcelId),
    ))
      effects.announce(fact)
    return { done, refused }
  },
})
