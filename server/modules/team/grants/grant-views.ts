/** Reads grants and makes of them what the access engine weighs: permissions of the role, departments written out to their members. */
import { builtInRoles, grantablePermissions, isBuiltInRole } from '#contract/permissions.ts'
import { type HolderReach, noLimits } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import type { DataRange, GrantPair, HeldGrant, StoredGrant, Subject } from './grant.ts'

import { contentOf } from './grant-rules.ts'

export type { HeldGrant }

type Row = {
  grant_id: string
  account_id: string | null
  department_id: string | null
  role: string
  shop_ids: string[] | null
  warehouse_ids: string[] | null
  data_range: DataRange
  range_department_id: string | null
  from_at: string | null
  until_at: string | null
  limits: Partial<StoredGrant['limits']>
  on_shift: boolean
  ip_ranges: string[]
  granted_by: string
  granted_at: string
}
const fromRow = (row: Row): StoredGrant => ({
  grantId: row.grant_id,
  accountId: row.account_id,
  subjectDepartmentId: row.department_id,
  role: row.role,
  shopIds: row.shop_ids,
  warehouseIds: row.warehouse_ids,
  range: row.data_range,
  departmentId: row.range_department_id,
  from: row.from_at,
  until: row.until_at,
  limits: { ...noLimits, ...row.limits },
  onShift: row.on_shift,
  ipRanges: row.ip_ranges,
  grantedBy: row.granted_by,
  grantedAt: row.granted_at,
})

/** Many ids are hashed: compared one by one with every row they would cost minutes for thousands of people. */
const FEW = 200
const isAmong = (column: Sql, ids: readonly string[] = []): Sql =>
  ids.length <= FEW ? sql`${column} = any(${[...ids]}::uuid[])` : sql`${column} in (select unnest(${[...ids]}::uuid[]))`

/** Grants given to these accounts and these departments themselves, or found another way, in the order they were given. */
export async function storedGrants(
  reader: Reader,
  subjects: {
    accountIds?: readonly string[]
    departmentIds?: readonly string[]
    role?: string
    grantIds?: readonly string[]
    /** Those whose data range is one of these departments. */
    rangeIds?: readonly string[]
  },
): Promise<StoredGrant[]> {
  const rows = await reader.rows<Row>(sql`
    select grant_id, account_id, department_id, role, shop_ids, warehouse_ids, data_range, range_department_id, from_at, until_at, limits, on_shift,
      ip_ranges, granted_by, granted_at
    from grants
    where merchant_id = ${reader.merchantId} and (${isAmong(sql`account_id`, subjects.accountIds)}
      or ${isAmong(sql`department_id`, subjects.departmentIds)} or role = ${subjects.role ?? null}::text
      or ${isAmong(sql`grant_id`, subjects.grantIds)} or ${isAmong(sql`range_department_id`, subjects.rangeIds)})
    order by granted_at, grant_id`)
  return rows.map(fromRow)
}

/** What an account was granted, itself and through the departments it is in. */
export async function grantsOf(reader: Reader, accountId: string): Promise<StoredGrant[]> {
  const place = await reader.maybe<{ path: string[] | null }>(sql`
    select d.path from accounts a
    left join departments d on d.merchant_id = ${reader.merchantId} and d.department_id = a.department_id
    where a.merchant_id = ${reader.merchantId} and a.account_id::text = ${accountId}`)
  return place ? storedGrants(reader, { accountIds: [accountId], departmentIds: place.path ?? [] }) : []
}

type Place = { account_id: string; path: string[] | null }
/** What each of these accounts holds: its own grants and those of the departments it is in. */
export async function heldGrants(reader: Reader, accountIds: readonly string[]): Promise<Map<string, HeldGrant[]>> {
  const known = await givenGrants(reader, accountIds)
  return new Map([...known].map(([accountId, grants]) => [accountId, grants.map(({ grant }) => grant)]))
}

/** The same, each beside the words in which it was given. */
export async function givenGrants(
  reader: Reader,
  accountIds: readonly string[],
): Promise<Map<string, { given: StoredGrant; grant: HeldGrant }[]>> {
  const places = await reader.rows<Place>(sql`
    select a.account_id, d.path from accounts a
    left join departments d on d.merchant_id = ${reader.merchantId} and d.department_id = a.department_id
    where a.merchant_id = ${reader.merchantId} and a.account_id = any(${[...accountIds]}::uuid[])`)
  const departmentIds = [...new Set(places.flatMap(({ path }) => path ?? []))]
  const stored = await storedGrants(reader, { accountIds, departmentIds })
  const weigh = await weigher(reader, stored)
  const bySubject = Map.groupBy(stored, (grant) => grant.accountId ?? grant.subjectDepartmentId)
  return new Map(
    places.map(({ account_id: accountId, path }) => {
      const own = [...(path ?? []), accountId].flatMap((subject) => bySubject.get(subject) ?? [])
      const oneself = { accounts: new Set([accountId]), departments: new Set<string>() }
      return [accountId, own.map((given) => ({ given, grant: weigh(given, oneself) }))]
    }),
  )
}

/** The same for pairs that are only wanted. `newcomerIn`: the subject has no account yet; null = it will be in no department. `moved`: these all get them. */
export async function wantedGrants(
  reader: Reader,
  pairs: readonly GrantPair[],
  subject: Subject | { newcomerIn: string | null } | { moved: Below },
): Promise<HeldGrant[]> {
  const weigh = await weigher(reader, pairs, 'departmentId' in subject ? [subject.departmentId] : [])
  const own: Below =
    'accountId' in subject
      ? { accounts: new Set([subject.accountId.toLowerCase()]), departments: new Set() }
      : 'newcomerIn' in subject
        ? { accounts: new Set(), departments: new Set([subject.newcomerIn ?? '']) }
        : 'moved' in subject
          ? subject.moved
          : weigh.below(subject.departmentId)
  const counted = pairs.some(({ range }) => range === 'own') ? await withAgents(reader, own) : own
  return pairs.map((pair) => weigh({ ...pair, grantId: 'wanted', subjectDepartmentId: null }, counted))
}

/** Grants as they stand, weighed as though they were given anew, each to its own subject; those that say the same once. For a role that thousands hold. */
export async function weighedAnew(reader: Reader, grants: readonly StoredGrant[]): Promise<HeldGrant[]> {
  const subjectOf = ({ accountId, subjectDepartmentId }: StoredGrant): string => accountId ?? subjectDepartmentId ?? ''
  const distinct = [
    ...new Map(grants.map((grant) => [`${contentOf(grant)} ${grant.range === 'own' ? subjectOf(grant) : ''}`, grant])).values(),
  ]
  const own = distinct.filter(({ range }) => range === 'own')
  const weigh = await weigher(
    reader,
    distinct,
    own.flatMap(({ subjectDepartmentId }) => subjectDepartmentId ?? []),
  )
  const reachOf = ({ accountId, subjectDepartmentId }: StoredGrant): Below =>
    accountId === null ? weigh.below(subjectDepartmentId ?? '') : { accounts: new Set([accountId]), departments: new Set() }
  const agentsOf = await agentsByPerson(
    reader,
    own.flatMap((grant) => [...reachOf(grant).accounts]),
  )
  return distinct.map((grant) => {
    const { accounts, departments } = reachOf(grant)
    const counted = [...accounts].flatMap((id) => [id, ...(agentsOf.get(id) ?? [])])
    return weigh(grant, { accounts: new Set(counted), departments })
  })
}

async function agentsByPerson(reader: Reader, people: readonly string[]): Promise<Map<string, string[]>> {
  const agents = await reader.rows<{ account_id: string; responsible_id: string }>(sql`
    select account_id, responsible_id from accounts
    where merchant_id = ${reader.merchantId} and ${isAmong(sql`responsible_id`, [...new Set(people)])}`)
  const byPerson = Map.groupBy(agents, ({ responsible_id: person }) => person)
  return new Map([...byPerson].map(([person, theirs]) => [person, theirs.map(({ account_id: id }) => id)]))
}

/** What agents hold counts as held by their person while they act: who gives a person's own rows to somebody gives those too. */
async function withAgents(reader: Reader, { accounts, departments }: Below): Promise<Below> {
  const agents = await agentsByPerson(reader, [...accounts])
  return { departments, accounts: new Set([...accounts, ...[...agents.values()].flat()]) }
}

export type Below = { accounts: Set<string>; departments: Set<string> }
type Weigher = ((grant: GrantPair & { grantId: string; subjectDepartmentId: string | null }, own: HolderReach) => HeldGrant) & {
  below(departmentId: string): Below
}

async function weigher(reader: Reader, grants: readonly GrantPair[], more: readonly string[] = []): Promise<Weigher> {
  const roots = [...new Set([...more, ...grants.flatMap(({ departmentId }) => departmentId ?? [])])]
  const [permissionsOf, trees] = [
    await permissionsOfRoles(
      reader,
      grants.map(({ role }) => role),
    ),
    await departmentsBelow(reader, roots),
  ]
  const nobody: Below = { accounts: new Set(), departments: new Set() }
  const below = (departmentId: string): Below => trees.get(departmentId.toLowerCase()) ?? nobody
  const weigh = (grant: GrantPair & { grantId: string; subjectDepartmentId: string | null }, own: HolderReach): HeldGrant => ({
    grantId: grant.grantId,
    role: grant.role,
    permissions: permissionsOf.get(grant.role) ?? new Set(),
    reach: {
      shops: grant.shopIds === null ? 'all' : new Set(grant.shopIds),
      warehouses: grant.warehouseIds === null ? 'all' : new Set(grant.warehouseIds),
      holders: grant.range === 'all' ? 'all' : grant.range === 'own' ? own : below(grant.departmentId ?? ''),
    },
    limits: grant.limits,
    from: grant.from,
    until: grant.until,
    onShift: grant.onShift,
    ipRanges: grant.ipRanges,
    subjectDepartmentId: grant.subjectDepartmentId,
  })
  return Object.assign(weigh, { below })
}

const grantable: ReadonlySet<string> = new Set(grantablePermissions)
/** Permissions of built-in and own roles by code; a role that is gone has none. */
export async function permissionsOfRoles(reader: Reader, roles: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const wanted = [...new Set(roles)]
  const known = new Map<string, ReadonlySet<string>>()
  for (const role of wanted) if (isBuiltInRole(role)) known.set(role, new Set(builtInRoles[role].permissions))
  const own = wanted.filter((role) => !isBuiltInRole(role))
  if (own.length === 0) return known
  const rows = await reader.rows<{ role_id: string; permissions: string[] }>(sql`
    select role_id, permissions from roles where merchant_id = ${reader.merchantId} and role_id::text = any(${own}::text[])`)
  // Whatever the row says: what only owners or machines hold no role carries.
  for (const { role_id: roleId, permissions } of rows)
    known.set(roleId, new Set(permissions.filter((code) => grantable.has(code))))
  return known
}

/** Each of these departments with all below it, and everybody who is in them. */
export async function departmentsBelow(reader: Reader, roots: readonly string[]): Promise<Map<string, Below>> {
  if (roots.length === 0) return new Map()
  const rows = await reader.rows<{ department_id: string; path: string[]; members: string[] | null }>(sql`
    select d.department_id, d.path, (select array_agg(a.account_id) from accounts a
      where a.merchant_id = ${reader.merchantId} and a.department_id = d.department_id) as members
    from departments d where d.merchant_id = ${reader.merchantId} and d.path && ${[...roots]}::uuid[]`)
  return new Map(
    roots.map((root) => {
      const inside = rows.filter(({ path }) => path.includes(root.toLowerCase()))
      return [
        root.toLowerCase(),
        {
          departments: new Set(inside.map(({ department_id }) => department_id)),
          accounts: new Set(inside.flatMap(({ members }) => members ?? [])),
        },
      ]
    }),
  )
}
