/** Which permission was last used when. Uses are gathered in memory and written together every half minute: a day's precision is enough. */
import { type Database, inMerchant, type Reader, recordset, sql } from '#kernel/db.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { PermissionUse } from '#kernel/run-operation.ts'

export async function writeUses(database: Database, uses: readonly PermissionUse[], now: Date): Promise<void> {
  const day = now.toISOString().slice(0, 10)
  for (const [merchant, rows] of Map.groupBy(uses, ({ merchantId }) => merchantId)) await writeOf(database, merchant, rows, day)
}

async function writeOf(database: Database, merchant: MerchantId, uses: readonly PermissionUse[], day: string): Promise<void> {
  const distinct = new Map(uses.map((use) => [`${use.accountId} ${use.permission}`, use]))
  const rows = [...distinct]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { accountId, permission }]) => ({ account_id: accountId, permission }))
  await inMerchant(database, merchant, 'write', (tx) =>
    tx.write(sql`
      insert into permission_uses as u (merchant_id, account_id, permission, first_used_on, last_used_on)
      select ${merchant}, n.account_id, n.permission, ${day}::date, ${day}::date
      from jsonb_to_recordset(${recordset(rows)}::jsonb) as n(account_id text, permission text)
      on conflict (merchant_id, account_id, permission) do update set last_used_on = greatest(u.last_used_on, excluded.last_used_on)
        where u.last_used_on < excluded.last_used_on`),
  )
}

export type LastUse = { account_id: string; permission: string; last_used_on: string }
export const lastUses = (reader: Reader, accountIds: readonly string[]): Promise<LastUse[]> =>
  reader.rows<LastUse>(sql`
    select account_id, permission, last_used_on from permission_uses
    where merchant_id = ${reader.merchantId} and account_id = any(${[...accountIds]}::text[])`)
