import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { isBuiltInRole } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { exactMoment } from '#web/shared/moment.tsx'
import { formatMoney } from '#web/shared/money.tsx'
import { permissionName } from '#web/shared/sentence.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import { type GrantDraft, widestDraft } from '../grants/draft.ts'
import { useGrantSentence } from '../grants/use-grant-names.ts'
import { useRoles } from '../roles/use-roles.ts'

const isMoment = (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
/** Fields whose values are departments, and states an account may be in. */
const DEPARTMENTS = new Set(['departmentId', 'parentId'])

export type Words = {
  fieldOf: (field: string) => string
  valuesOf: (field: string, value: unknown) => string[]
  roleOf: (role: string) => string
}

/** What the log keeps in codes and ids, in the words the reader knows from the pages. */
export function useWords(row: LogRowView): Words {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const roles = useRoles()
  const shops = useShops()
  const departments = useDepartments()
  const grantSentence = useGrantSentence()
  const objectName = (id: string) => row.objects.find((object) => object.id === id)?.name
  const fieldOf = (field: string) => {
    const key = `log.fields.${field}`
    return objectName(field) ?? (i18n.exists(key) ? t(key as 'log.fields.name') : field.length > 30 ? field.slice(0, 8) : field)
  }
  const roleOf = (role: string) =>
    role === 'owner'
      ? t('shell.owner')
      : role === 'self'
        ? t('log.oneself')
        : isBuiltInRole(role) || !role.startsWith('system:')
          ? roles.nameOf(role)
          : role
  const grantOf = (told: Partial<GrantDraft>) => {
    const widest = widestDraft(told.role ?? '')
    const draft = { ...widest, ...told, limits: { ...widest.limits, ...told.limits } }
    return `${roleOf(draft.role)}：${grantSentence(draft, { departmentId: null })}`
  }
  const one = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('log.nothing')
    if (typeof value === 'boolean') return t(value ? 'log.yes' : 'log.no')
    if (typeof value === 'number') return field.endsWith('Fen') ? formatMoney(value) : String(value)
    if (typeof value === 'object') return field === 'grants' ? grantOf(value) : JSON.stringify(value)
    const text = String(value)
    const state = `states.account.${text}`
    if (field === 'permissions') return permissionName(text, language)
    if (DEPARTMENTS.has(field) || departments.byId(text)) return departments.nameOf(text) || text.slice(0, 8)
    if (i18n.exists(state)) return t(state as 'states.account.active')
    return (
      objectName(text) ?? shops.rows.find(({ shopId }) => shopId === text)?.name ?? (isMoment(text) ? exactMoment(text) : text)
    )
  }
  return {
    fieldOf,
    roleOf,
    valuesOf: (field, value) => (Array.isArray(value) ? value.map((each) => one(field, each)) : [one(field, value)]),
  }
}
