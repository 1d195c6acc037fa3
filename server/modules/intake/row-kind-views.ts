/** Quarantined messages as rows that rights reach. */
import { inScope } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'

export const messageRows: RowKind = {
  kind: 'message',
  view: { permission: 'intake.view', scope: 'shop' },
  read: (reader, id) =>
    reader.maybe<{ shopId: string }>(sql`
      select shop_id as "shopId" from intake_messages
      where merchant_id = ${reader.merchantId} and message_id = ${id} and state = 'quarantined'`),
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select message_id as id from intake_messages
      where merchant_id = ${reader.merchantId} and state = 'quarantined' and (${after}::uuid is null or message_id > ${after}::uuid)
        and ${inScope(scope, sql`shop_id`)}
      order by message_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
