/** Shops as rows that rights reach. */
import { inScope } from '#kernel/access.ts'
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
