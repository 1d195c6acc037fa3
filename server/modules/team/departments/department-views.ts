import type { DepartmentView } from '#contract/team-structure.ts'
import { inRows, reachesDepartment, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { storedGrants } from '../grants/grant-views.ts'
import type { Moved } from './department-envelope.ts'

type Row = {
  department_id: string
  parent_id: string | null
  path: string[]
  name: string
  duties: string
  version: number
  member_count: number
  supervisors: { accountId: string; name: string }[]
}

/**
 * The whole tree: names and duties are no secret within a team. Grants are shown of the departments inside the scope and of those above
 * them, because everybody below holds them.
 */
export async function departmentTree(reader: Reader, scope: Scope): Promise<DepartmentView[]> {
  const merchant = reader.merchantId
  const rows = await reader.rows<Row>(sql`
    select d.department_id, d.parent_id, d.path, d.name, d.duties, d.version,
      (select count(*)::int from accounts a where a.merchant_id = ${merchant} and a.department_id = d.department_id and a.state <> 'left') as member_count,
      coalesce((select jsonb_agg(distinct jsonb_build_object('accountId', a.account_id, 'name', a.name)) from grants g
        join accounts a on a.merchant_id = ${merchant} and a.account_id = g.account_id and a.state <> 'left'
        where g.merchant_id = ${merchant} and g.range_department_id = d.department_id and g.role = 'supervisor'), '[]') as supervisors
    from departments d where d.merchant_id = ${merchant} order by cardinality(d.path), d.name, d.department_id`)
  const managed = new Set(rows.map((row) => row.department_id).filter((id) => reachesDepartment(scope, id)))
  const shown = new Set(rows.filter(({ department_id: id }) => managed.has(id)).flatMap(({ path }) => path))
  const grants = await storedGrants(reader, { departmentIds: [...shown] })
  return rows.map((row) => ({
    departmentId: row.department_id,
    parentId: row.parent_id,
    name: row.name,
    duties: row.duties,
    version: row.version,
    memberCount: row.member_count,
    supervisors: row.supervisors,
    grants: shown.has(row.department_id)
      ? grants.filter(({ subjectDepartmentId }) => subjectDepartmentId === row.department_id)
      : null,
    isManaged: managed.has(row.department_id),
  }))
}

/** People in no department; null when the scope does not reach them. */
export async function unassignedCount(reader: Reader, scope: Scope): Promise<number | null> {
  if (!reachesDepartment(scope, null)) return null
  const row = await reader.maybe<{ n: number }>(sql`
    select count(*)::int as n from accounts a where a.merchant_id = ${reader.merchantId} and a.department_id is null and a.state <> 'left'
      and ${inRows(scope, { holder: sql`a.account_id::text` })}`)
  return row?.n ?? 0
}

export async function departmentNames(reader: Reader, departmentIds: readonly string[]): Promise<Map<string, string>> {
  if (departmentIds.length === 0) return new Map()
  const rows = await reader.rows<{ department_id: string; name: string }>(sql`
    select department_id, name from departments
    where merchant_id = ${reader.merchantId} and department_id = any(${[...new Set(departmentIds)]}::uuid[])`)
  return new Map(rows.map((row) => [row.department_id, row.name]))
}

/** These accounts as things that move, together where they come from the same department. */
export async function movedFrom(reader: Reader, accountIds: readonly string[]): Promise<Moved[]> {
  const rows = await reader.rows<{ path: string[]; ids: string[] }>(sql`
    select coalesce(d.path, '{}') as path, array_agg(a.account_id) as ids from accounts a
    left join departments d on d.merchant_id = ${reader.merchantId} and d.department_id = a.department_id
    where a.merchant_id = ${reader.merchantId} and a.account_id = any(${[...accountIds]}::uuid[])
    group by d.path`)
  return rows.map(({ path, ids }) => ({ oldPath: path, below: { accounts: new Set(ids), departments: new Set() } }))
}
