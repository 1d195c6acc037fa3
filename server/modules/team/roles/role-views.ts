import { builtInRoles, type Permission } from '#contract/permissions.ts'
import type { RoleView } from '#contract/team-structure.ts'
import { type Reader, sql } from '#kernel/db.ts'

type Row = { role_id: string; name: string; description: string; permissions: Permission[]; version: number }

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
