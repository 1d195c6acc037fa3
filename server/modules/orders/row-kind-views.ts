/** Orders and parcels as rows that rights reach. */
import { inScope, type Row } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'
import { inParcels } from './parcel-scope.ts'

export const orderRows: RowKind = {
  kind: 'order',
  view: { permission: 'orders.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ shopId: string }>(sql`
      select shop_id as "shopId" from orders where merchant_id = ${reader.merchantId} and order_id = ${id}`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select order_id as id from orders
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or order_id > ${after}::uuid) and ${inScope(scope, sql`shop_id`)}
      order by order_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}

/** A parcel as rights see it at a moment, and so everything that belongs to it; undefined when there is none. */
export const rowOfParcel = (reader: Reader, parcelId: string, now: Date): Promise<Row | undefined> =>
  reader.maybe<Row>(sql`
    select p.shop_id as "shopId", p.warehouse_id as "warehouseId", case when p.claimed_until > ${now} then p.claimed_by end as "holderId"
    from parcels p where p.merchant_id = ${reader.merchantId} and p.parcel_id = ${parcelId}`)

export const parcelRows: RowKind = {
  kind: 'parcel',
  view: { permission: 'orders.view', scope: 'shop' },
  read: rowOfParcel,
  async ids(reader, scope, { after, limit, now }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select p.parcel_id as id from parcels p
      where p.merchant_id = ${reader.merchantId} and (${after}::uuid is null or p.parcel_id > ${after}::uuid) and ${inParcels(scope, now)}
      order by p.parcel_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
