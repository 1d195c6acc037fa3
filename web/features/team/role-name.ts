import { builtInRoles, isBuiltInRole } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'

/** Names roles by their code: built-in ones in the reader's language, the merchant's own as they are called there. */
export function useRoleName(): (role: string) => string {
  const language = useLanguage()
  const own = useOperation('team.listRoles', {}, { staleMs: 60_000 }).data?.rows ?? []
  return (role) =>
    isBuiltInRole(role) ? builtInRoles[role][language] : (own.find((one) => one.role === role)?.[language] ?? role)
}
