import { type Reader, sql } from '#kernel/db.ts'
import type { AccountRow, GrantPair, GrantRow } from './account.ts'

export const grantsOf = (reader: Reader, accountIds: readonly string[]): Promise<GrantRow[]> =>
  reader.rows<GrantRow>(sql`
    select grant_id, account_id, role, shop_ids from grants
    where merchant_id = ${reader.merchantId} and account_id = any(${accountIds}::uuid[]) order by granted_at, grant_id`)

export const pairsOf = (rows: readonly GrantRow[], accountId: string): GrantPair[] =>
  rows.filter((row) => row.account_id === accountId).map((row) => ({ role: row.role, shopIds: row.shop_ids }))

export type StaffListRow = AccountRow & {
  last_seen_at: string | null
  grants: { grantId: string; role: GrantRow['role']; shopIds: string[] | null }[]
}
export function staffList(reader: Reader, filter: { search: string; state: string | null }): Promise<StaffListRow[]> {
  const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  return reader.rows<StaffListRow>(sql`
    select a.account_id, a.login, a.name, a.state, a.is_owner, a.epoch, a.version, a.created_at,
      (select max(s.last_seen_at) from sessions s where s.merchant_id = ${reader.merchantId} and s.account_id = a.account_id) as last_seen_at,
      coalesce((select jsonb_agg(jsonb_build_object('grantId', g.grant_id, 'role', g.role, 'shopIds', g.shop_ids) order by g.granted_at, g.grant_id)
        from grants g where g.merchant_id = ${reader.merchantId} and g.account_id = a.account_id), '[]') as grants
    from accounts a
    where a.merchant_id = ${reader.merchantId} and (${filter.search} = '' or a.login ilike ${pattern} or a.name ilike ${pattern})
      and (${filter.state}::text is null or a.state = ${filter.state})
    order by a.is_owner desc, a.created_at, a.account_id limit 1000`)
}

export type OwnSessionRow = { session_id: string; created_at: string; last_seen_at: string; ip: string; user_agent: string }
export const openSessions = (reader: Reader, accountId: string, now: Date): Promise<OwnSessionRow[]> =>
  reader.rows<OwnSessionRow>(sql`
    select session_id, created_at, last_seen_at, ip, user_agent from sessions
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} and ended_at is null and expires_at > ${now}
    order by last_seen_at desc limit 100`)

export const merchantName = async (reader: Reader): Promise<string> =>
  (await reader.maybe<{ name: string }>(sql`select name from directory.merchants where merchant_id = ${reader.merchantId}`))
    ?.name ?? ''

export const mainLogin = async (reader: Reader): Promise<string> =>
  (
    await reader.maybe<{ login: string }>(sql`
    select login from accounts where merchant_id = ${reader.merchantId} and is_owner order by created_at limit 1`)
  )?.login ?? ''
