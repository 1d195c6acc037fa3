import { errors } from '#contract/errors.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'

export type Department = {
  department_id: string
  parent_id: string | null
  name: string
  duties: string
  path: string[]
  version: number
}

/** Throws notFound, and stale when `version` is given and differs. Call it under `lockTeam`. */
export async function departmentToChange(
  tx: Tx,
  wanted: { departmentId: string; version?: number | undefined },
): Promise<Department> {
  const row = await tx.maybe<Department>(sql`
    select department_id, parent_id, name, duties, path, version from departments
    where merchant_id = ${tx.merchantId} and department_id = ${wanted.departmentId}`)
  if (!row) return fail(errors.notFound)
  if (wanted.version !== undefined && wanted.version !== row.version) return fail(errors.stale, { changed: row.name })
  return row
}

/** Throws nameTaken when a sister department has this name. */
export async function requireFreeName(tx: Tx, parentId: string | null, name: string, besides: string | null): Promise<void> {
  const taken = await tx.maybe(sql`
    select 1 from departments where merchant_id = ${tx.merchantId} and parent_id is not distinct from ${parentId}::uuid and name = ${name}
      and department_id is distinct from ${besides}::uuid`)
  if (taken) fail(errors.nameTaken, { name })
}

export async function insertDepartment(tx: Tx, row: Omit<Department, 'version'>): Promise<void> {
  await tx.write(sql`
    insert into departments (merchant_id, department_id, parent_id, name, duties, path)
    values (${tx.merchantId}, ${row.department_id}, ${row.parent_id}, ${row.name}, ${row.duties}, ${row.path}::uuid[])`)
}

export async function updateDepartment(tx: Tx, departmentId: string, row: { name: string; duties: string }): Promise<void> {
  await tx.write(sql`
    update departments set name = ${row.name}, duties = ${row.duties}, version = version + 1
    where merchant_id = ${tx.merchantId} and department_id = ${departmentId}`)
}

export async function raiseDepartmentVersion(tx: Tx, departmentId: string): Promise<void> {
  await tx.write(sql`
    update departments set version = version + 1 where merchant_id = ${tx.merchantId} and department_id = ${departmentId}`)
}

/** Hangs a department with everything below it under another parent: each path keeps its own end. */
export async function moveSubtree(tx: Tx, { department_id: id, path }: Department, parent: Department | null): Promise<void> {
  const above = parent?.path ?? []
  await tx.write(sql`
    update departments set path = ${above}::uuid[] || path[${path.length}:], version = version + 1
    where merchant_id = ${tx.merchantId} and ${id}::uuid = any(path)`)
  await tx.write(sql`
    update departments set parent_id = ${parent?.department_id ?? null}
    where merchant_id = ${tx.merchantId} and department_id = ${id}`)
}

/** Throws departmentInUse while people, departments or grants still name it. */
export async function deleteDepartment(tx: Tx, { department_id: id, name }: Department): Promise<void> {
  const used = await tx.maybe(sql`
    select 1 where exists (select from accounts a where a.merchant_id = ${tx.merchantId} and a.department_id = ${id})
      or exists (select from departments d where d.merchant_id = ${tx.merchantId} and d.parent_id = ${id})
      or exists (select from grants g where g.merchant_id = ${tx.merchantId} and (g.department_id = ${id} or g.range_department_id = ${id}))`)
  if (used) fail(errors.departmentInUse, { name })
  await tx.write(sql`delete from departments where merchant_id = ${tx.merchantId} and department_id = ${id}`)
}
