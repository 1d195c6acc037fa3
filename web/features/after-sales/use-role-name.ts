import { useTranslation } from 'react-i18next'
import { builtInRoles, isBuiltInRole } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'

/** A role of a grant in words; the merchant's own are known by their id only, which says nothing to a reader. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation()
  const language = useLanguage()
  return (role) => {
    if (isBuiltInRole(role)) return builtInRoles[role][language]
    return role === 'owner' ? t('shell.owner') : t('afterSales.ownRole')
  }
}
