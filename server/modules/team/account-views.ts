import type { StaffRow } from '#contract/team.ts'
import { inRows, type Scope } from '#kernel/access.ts'
import { joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import type { AccountRow } from './account.ts'
import { storedGrants } from './grants/grant-views.ts'

const accountColumns = sql`account_id, login, name, kind, state, is_owner, department_id, epoch, version, created_at`

/** These accounts, whoever they are. Acts read them under `lockTeam`, so that they stay as they are read. */
export const accountsById = (reader: Reader, accountIds: readonly string[]): Promise<AccountRow[]> =>
  reader.rows<AccountRow>(sql`
    select ${accountColumns} from accounts
    where merchant_id = ${reader.merchantId} and account_id = any(${[...accountIds]}::uuid[]) order by account_id`)

export const activeOwnerCount = async (reader: Reader): Promise<number> =>
  (
    await reader.maybe<{ n: number }>(sql`
    select count(*)::int as n from accounts where merchant_id = ${reader.merchantId} and is_owner and state = 'active'`)
  )?.n ?? 0

export type StaffFilter = {
  search: string
  states: readonly string[] | null
  kind: string | null
  /** With everybody in the departments below it. */
  departmentId: string | null
  isUnassigned: boolean
  role: string | null
  accountIds: readonly string[] | null
  limit: number
  cursor: string | null
}
/** What is known of a person, whoever asks. */
type StaffFacts = Omit<StaffRow, 'mayManage' | 'mayGrant'>
type ListRow = AccountRow & {
  ends_at: string | null
  takes_chats: boolean
  work_hours: StaffRow['workHours']
  responsible_id: string | null
  last_seen_at: string | null
}

/** One page of the staff inside the scope, the owner first. */
export async function staffList(
  reader: Reader,
  scope: Scope,
  filter: StaffFilter,
): Promise<{ rows: StaffFacts[]; next: string | null }> {
  const merchant = reader.merchantId
  const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  const wanted: Sql[] = [inRows(scope, { holder: sql`a.account_id::text` })]
  if (filter.search !== '') wanted.push(sql`(a.login ilike ${pattern} or a.name ilike ${pattern})`)
  if (filter.states) wanted.push(sql`a.state = any(${[...filter.states]}::text[])`)
  if (filter.kind) wanted.push(sql`a.kind = ${filter.kind}`)
  if (filter.departmentId)
    wanted.push(sql`a.department_id in (select d.department_id from departments d
      where d.merchant_id = ${merchant} and ${filter.departmentId}::uuid = any(d.path))`)
  if (filter.isUnassigned) wanted.push(sql`a.department_id is null`)
  if (filter.accountIds) wanted.push(sql`a.account_id = any(${[...filter.accountIds]}::uuid[])`)
  if (filter.role)
    wanted.push(
      sql`exists (select from grants g where g.merchant_id = ${merchant} and g.account_id = a.account_id and g.role = ${filter.role})`,
    )
  const position = readCursor(filter.cursor ?? undefined)
  if (position)
    wanted.push(
      sql`(not a.is_owner, a.created_at, a.account_id) > (${position[0]}::boolean, ${position[1]}::timestamptz, ${position[2]}::uuid)`,
    )
  const rows = await reader.rows<ListRow>(sql`
    select a.account_id, a.login, a.name, a.kind, a.state, a.is_owner, a.department_id, a.epoch, a.version, a.created_at, a.ends_at, a.takes_chats,
      a.work_hours, a.responsible_id,
      (select max(s.last_seen_at) from sessions s where s.merchant_id = ${merchant} and s.account_id = a.account_id) as last_seen_at
    from accounts a where a.merchant_id = ${merchant} and ${joinSql(wanted, ' and ')}
    order by not a.is_owner, a.created_at, a.account_id limit ${filter.limit + 1}`)
  const shown = rows.slice(0, filter.limit)
  const grants = await storedGrants(reader, { accountIds: shown.map((row) => row.account_id) })
  const last = rows.length > filter.limit ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => ({ ...viewOf(row), grants: grants.filter(({ accountId }) => accountId === row.account_id) })),
    next: last ? writeCursor([String(!last.is_owner), last.created_at, last.account_id]) : null,
  }
}

const viewOf = (row: ListRow): Omit<StaffFacts, 'grants'> => ({
  accountId: row.account_id,
  login: row.login,
  name: row.name,
  kind: row.kind,
  state: row.state,
  isOwner: row.is_owner,
  departmentId: row.department_id,
  endsAt: row.ends_at,
  takesChats: row.takes_chats,
  workHours: row.work_hours,
  responsibleId: row.responsible_id,
  version: row.version,
  lastSeenAt: row.last_seen_at,
  createdAt: row.created_at,
})

/** The address an account last came from; empty when it never has. */
export const lastAddress = async (reader: Reader, accountId: string): Promise<string> =>
  (
    await reader.maybe<{ ip: string }>(sql`
    select ip from sessions where merchant_id = ${reader.merchantId} and account_id = ${accountId} order by last_seen_at desc limit 1`)
  )?.ip ?? ''

export const merchantName = async (reader: Reader): Promise<string> =>
  (await reader.maybe<{ name: string }>(sql`select name from directory.merchants where merchant_id = ${reader.merchantId}`))
    ?.name ?? ''

export const mainLogin = async (reader: Reader): Promise<string> =>
  (
    await reader.maybe<{ login: string }>(sql`
    select login from accounts where merchant_id = ${reader.merchantId} and position(':' in login) = 0 order by created_at limit 1`)
  )?.login ?? ''
