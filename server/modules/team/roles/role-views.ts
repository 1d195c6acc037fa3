import { builtInRoles, type Permission } from '#contract/permissions.ts'
import type { RoleView } from '#contract/team-structure.ts'
import { type Reader, sql } from '#kernel/db.ts'

/** What the owner holds is no role anybody can be given, and yet the reason of what he may. */
const OWNER = { zh: '主账号', en: 'Owner' }
/** Nor is what everybody has over their own account. */
const SELF = { zh: '本人', en: 'Oneself' }

type Row = { role_id: string; name: string; description: string; permissions: Permission[]; version: number }

/** What roles are called, by code or id; one that is gone is missing. */
export async function roleNames(reader: Reader, codes: readonly string[]): Promise<Map<string, { zh: string; en: string }>> {
  const known = new Map<string, { zh: string; en: string }>([
    ['owner', OWNER],
    ['self', SELF],
  ])
  for (const [code, { zh, en }] of Object.entries(builtInRoles)) known.set(code, { zh, en })
  const own = [...new Set(codes)].filter((code) => !known.has(code))
  if (own.length === 0) return known
  const rows = await reader.rows<{ role_id: string; name: string }>(sql`
    select role_id, name from roles where merchant_id = ${reader.merchantId} and role_id::text = any(${own}::text[])`)
  for (const { role_id: roleId, name } of rows) known.set(roleId, { zh: name, en: name })
  return known
}

/** Built-in and own roles in which this permission is. */
export async function rolesCarrying(reader: Reader, permission: Permission): Promise<string[]> {
  const builtIn = Object.entries(builtInRoles).filter(([, role]) => (role.permissions as readonly string[]).includes(permission))
  const own = await reader.rows<{ role_id: string }>(sql`
    select role_id from roles where merchant_id = ${reader.merchantId} and ${permission} = any(permissions) order by name`)
  return [...builtIn.map(([code]) => code), ...own.map(({ role_id: roleId }) => roleId)]
}

/** Built-in roles first, then the merchant's own by name. */
export async function roleList(reader: Reader): Promise<RoleView[]> {
  const rows = await reader.rows<Row>(sql`
    select role_id, name, description, permissions, version from roles where merchant_id = ${reader.merchantId} order by name`)
  const used = await reader.rows<{ role: string; n: number }>(
    sql`select role, count(*)::int as n from grants where merchant_id = ${reader.merchantId} group by role`,
  )
  const useCount = (role: string): number => used.find((one) => one.role === role)?.n ?? 0
  return [
    ...Object.entries(builtInRoles).map(([role, { zh, en, permissions }]) => ({
      ...{ role, isBuiltIn: true, zh, en, description: '', permissions: [...permissions], version: null },
      useCount: useCount(role),
    })),
    ...rows.map(({ role_id: role, name, description, permissions, version }) => ({
      ...{ role, isBuiltIn: false, zh: name, en: name, description, permissions, version },
      useCount: useCount(role),
    })),
  ]
}
