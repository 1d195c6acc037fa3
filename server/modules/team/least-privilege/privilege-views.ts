import { inRows, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { type HeldGrant, heldGrants, storedGrants } from '../grants/grant-views.ts'

export type HolderOfRights = {
  accountId: string
  name: string
  departmentId: string | null
  isOwner: boolean
  grants: readonly HeldGrant[]
}
/** Everybody who works here inside the scope, with all they hold. */
export async function holdersOfRights(reader: Reader, scope: Scope | null): Promise<HolderOfRights[]> {
  const inside = scope ? inRows(scope, { holder: sql`a.account_id::text` }) : sql`true`
  const rows = await reader.rows<{ account_id: string; name: string; department_id: string | null; is_owner: boolean }>(sql`
    select a.account_id, a.name, a.department_id, a.is_owner from accounts a
    where a.merchant_id = ${reader.merchantId} and a.state = 'active' and ${inside} order by a.name, a.account_id`)
  const grants = await heldGrants(
    reader,
    rows.map((row) => row.account_id),
  )
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    departmentId: row.department_id,
    isOwner: row.is_owner,
    grants: grants.get(row.account_id) ?? [],
  }))
}

/** When each of these grants was given, by id. */
export async function daysOfGrants(
  reader: Reader,
  accountIds: readonly string[],
  departmentIds: readonly string[],
): Promise<Map<string, string>> {
  const stored = await storedGrants(reader, { accountIds, departmentIds })
  return new Map(stored.map(({ grantId, grantedAt }) => [grantId, grantedAt]))
}
