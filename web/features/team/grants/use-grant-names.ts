import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import type { GrantDraft } from './draft.ts'
import { grantSentence, type Subject } from './words.ts'

/** Says a grant in the reader's language, with the names of shops and departments. */
export function useGrantSentence(): (draft: GrantDraft, subject: Subject) => string {
  const { t } = useTranslation()
  const language = useLanguage()
  const shops = useShops()
  const departments = useDepartments()
  const warehouses = useWarehouses()
  const names = {
    shopOf: shops.nameOf,
    warehouseOf: (warehouseId: string) =>
      warehouses.rows.find((row) => row.warehouseId === warehouseId)?.name ?? warehouseId.slice(0, 8),
    departmentOf: (departmentId: string) => departments.nameOf(departmentId) || departmentId.slice(0, 8),
  }
  return (draft, subject) => grantSentence(t, draft, subject, names, language)
}
