/** Accounts as rows that rights reach: each is its own holder. */
import { inRows } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'

export const accountRows: RowKind = {
  kind: 'account',
  view: { permission: 'team.view', scope: 'staff' },
  async read(reader, id) {
    const row = await reader.maybe<{ holderId: string }>(sql`
      select account_id as "holderId" from accounts where merchant_id = ${reader.merchantId} and account_id = ${id}`)
    return row
  },
  async ids(reader, scope, { after, limit }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select account_id as id from accounts
      where merchant_id = ${reader.merchantId} and (${after}::uuid is null or account_id > ${after}::uuid)
        and ${inRows(scope, { holder: sql`account_id::text` })}
      order by account_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
