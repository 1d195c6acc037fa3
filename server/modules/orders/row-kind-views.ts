/** Orders and parcels as rows that rights reach. */
import { inScope } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'

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

export const parcelRows: RowKind = {
  kind: 'parcel',
  view: { permission: 'orders.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ shopId: string }>(sql`
      select shop_id as "shopId" from parcels where merchant_id = ${reader.merchantId} and parcel_id = ${id}`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select parcel_id as id from parcels
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or parcel_id > ${after}::uuid) and ${inScope(scope, sql`shop_id`)}
      order by parcel_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
