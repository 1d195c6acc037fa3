import { errors } from '#contract/errors.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'

export type Role = { role_id: string; name: string; description: string; permissions: string[]; version: number }

/** Throws notFound (a built-in role has no id and cannot be changed), and stale when `version` differs. */
export async function roleToChange(tx: Tx, wanted: { roleId: string; version: number }): Promise<Role> {
  const role = await tx.maybe<Role>(sql`
    select role_id, name, description, permissions, version from roles where merchant_id = ${tx.merchantId} and role_id = ${wanted.roleId}`)
  if (!role) return fail(errors.notFound)
  if (role.version !== wanted.version) return fail(errors.stale, { changed: role.name })
  return role
}

/** Throws nameTaken. */
export async function requireFreeRoleName(tx: Tx, name: string, besides: string | null): Promise<void> {
  const taken = await tx.maybe(sql`
    select 1 from roles where merchant_id = ${tx.merchantId} and name = ${name} and role_id is distinct from ${besides}::uuid`)
  if (taken) fail(errors.nameTaken, { name })
}

type RoleText = { name: string; description: string; permissions: readonly string[] }
export async function insertRole(tx: Tx, roleId: string, role: RoleText, createdBy: string): Promise<void> {
  await tx.write(sql`
    insert into roles (merchant_id, role_id, name, description, permissions, created_by)
    values (${tx.merchantId}, ${roleId}, ${role.name}, ${role.description}, ${[...role.permissions]}::text[], ${createdBy})`)
}
export async function updateRole(tx: Tx, roleId: string, role: RoleText): Promise<void> {
  await tx.write(sql`
    update roles set name = ${role.name}, description = ${role.description}, permissions = ${[...role.permissions]}::text[], version = version + 1
    where merchant_id = ${tx.merchantId} and role_id = ${roleId}`)
}
export async function deleteRole(tx: Tx, roleId: string): Promise<void> {
  await tx.write(sql`delete from roles where merchant_id = ${tx.merchantId} and role_id = ${roleId}`)
}
