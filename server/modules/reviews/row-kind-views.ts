/** Buyers' reviews lie where their shop lies. */
import { inScope } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'

export const reviewRows: RowKind = {
  kind: 'review',
  view: { permission: 'reviews.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ shopId: string }>(sql`
      select shop_id as "shopId" from reviews where merchant_id = ${reader.merchantId} and review_id = ${id}`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select review_id as id from reviews
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or review_id > ${after}::uuid) and ${inScope(scope, sql`shop_id`)}
      order by review_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
