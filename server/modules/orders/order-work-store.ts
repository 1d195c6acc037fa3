/** All parcels an order is in, locked. */
import { sql, type Tx } from '#kernel/db.ts'
import type { WholeParcel } from './order.ts'
import { lockParcelsOfOrders, readContents, withContents } from './parcel-store.ts'

/**
 * Locks every parcel that holds a line of these orders, oldest first. While we waited for a lock the lines may have been moved by a
 * merge or a split: then the parcels they are in now are locked as well.
 */
export async function lockWorkOfOrders(tx: Tx, orderIds: readonly string[], now: Date): Promise<WholeParcel[]> {
  for (;;) {
    const [parcels, holders] = await Promise.all([
      lockParcelsOfOrders(tx, orderIds, now),
      tx.rows<{ parcel_id: string }>(sql`
        select distinct pl.parcel_id from parcel_lines pl where pl.merchant_id = ${tx.merchantId} and pl.order_id = any(${orderIds}::uuid[])`),
    ])
    const locked = new Set(parcels.map((parcel) => parcel.parcelId))
    if (!holders.every((holder) => locked.has(holder.parcel_id))) continue
    const contents = await readContents(tx, [...locked])
    return withContents(parcels, contents).sort((a, b) =>
      a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.parcelId < b.parcelId) ? -1 : 1,
    )
  }
}
