/** What other modules may ask of the team. */
import { type Reader, sql } from '#kernel/db.ts'

export type AccountClaims = { login: string; name: string; merchantName: string }
/** Who a working account is, for an app that signs a person in; undefined when it is not at work. */
export function accountClaims(reader: Reader, accountId: string): Promise<AccountClaims | undefined> {
  return reader.maybe<AccountClaims>(sql`
    select a.login, a.name, m.name as "merchantName" from accounts a
    join directory.merchants m on m.merchant_id = ${reader.merchantId}
    where a.merchant_id = ${reader.merchantId} and a.account_id::text = ${accountId} and a.state = 'active'`)
}

/** Names of accounts by id, whatever their state: history keeps them. Unknown ids are missing. */
export async function accountNames(reader: Reader, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ account_id: string; name: string }>(sql`
    select account_id, name from accounts where merchant_id = ${reader.merchantId} and account_id = any(${accountIds}::uuid[])`)
  return new Map(rows.map((row) => [row.account_id, row.name]))
}
