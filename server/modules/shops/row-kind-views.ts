/** Shops and warehouses as rows that rights reach. */
import { inRows, inScope } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'

export const shopRows: RowKind = {
  kind: 'shop',
  view: { permission: 'shops.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ shopId: string }>(sql`
      select shop_id as "shopId" from shops where merchant_id = ${reader.merchantId} and shop_id = ${id}`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select shop_id as id from shops
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or shop_id > ${after}::uuid) and ${inScope(scope, sql`shop_id`)}
      order by shop_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}

export const warehouseRows: RowKind = {
  kind: 'warehouse',
  view: { permission: 'shops.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ warehouseId: string }>(sql`
      select warehouse_id as "warehouseId" from warehouses where merchant_id = ${reader.merchantId} and warehouse_id = ${id}`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select warehouse_id as id from warehouses
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or warehouse_id > ${after}::uuid)
        and ${inRows(scope, { warehouse: sql`warehouse_id` })}
      order by warehouse_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
