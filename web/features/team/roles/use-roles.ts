import { builtInRoles, isBuiltInRole, type Permission, permissions } from '#contract/permissions.ts'
import { useMayCall } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import type { RoleRow } from '../grants/draft.ts'

const none: RoleRow[] = []

/** Built-in and own roles, and their names: built-in ones in the reader's language, the merchant's own as they are called there. */
export function useRoles() {
  const language = useLanguage()
  const mayCall = useMayCall()
  const query = useOperation('team.listRoles', {}, { enabled: mayCall('team.listRoles'), staleMs: 30_000 })
  const rows = query.data?.rows ?? none
  return {
    rows,
    isLoading: query.isLoading,
    error: query.error,
    byCode: (role: string) => rows.find((one) => one.role === role),
    nameOf: (role: string): string =>
      isBuiltInRole(role)
        ? builtInRoles[role][language]
        : (rows.find((one) => one.role === role)?.[language] ?? role.slice(0, 8)),
  }
}

/** The rights of a role worth naming: everybody has their own account. */
export const tellingRights = (codes: readonly Permission[]): Permission[] =>
  codes.filter((code) => code in permissions && code !== 'account.self')
