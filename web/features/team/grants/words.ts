import dayjs from 'dayjs'
import type { TFunction } from 'i18next'
import type { Language } from '#web/i18n/i18n.ts'
import type { GrantDraft, Limits } from './draft.ts'

export type Names = {
  shopOf: (shopId: string) => string
  warehouseOf: (warehouseId: string) => string
  departmentOf: (departmentId: string) => string
}
/** Whose grant it is: a person in a department (or none), or a whole department. */
export type Subject = { departmentId: string | null; isDepartment?: boolean }

const LIMITS = ['refundPerActFen', 'refundPerDayFen', 'exportsPerDay', 'revealsPerDay'] as const satisfies (keyof Limits)[]
const MONEY: readonly (keyof Limits)[] = ['refundPerActFen', 'refundPerDayFen']

/** “12 月 1 日”; with the year when it is not the present one, with the hour when a day does not begin or end there. */
export function dayInWords(at: string, language: Language, now: dayjs.Dayjs = dayjs()): string {
  const moment = dayjs(at)
  const isThisYear = moment.isSame(now, 'year')
  const time = ['00:00', '23:59'].includes(moment.format('HH:mm')) ? '' : ` ${moment.format('HH:mm')} `
  const day = language === 'zh' ? (isThisYear ? 'M 月 D 日' : 'YYYY 年 M 月 D 日') : isThisYear ? 'D MMM' : 'D MMM YYYY'
  return moment.locale(language === 'zh' ? 'zh-cn' : 'en').format(day) + (language === 'zh' ? time : time.trimEnd())
}

/** “在 甲店、乙店，看自己部门及下级的数据，到 12 月 1 日止” */
export function grantSentence(t: TFunction, draft: GrantDraft, subject: Subject, names: Names, language: Language): string {
  const and = t('grants.say.and')
  const parts = [
    draft.shopIds === null
      ? t('grants.say.allShops')
      : t('grants.say.inShops', { shops: draft.shopIds.map(names.shopOf).join(and) }),
    ...(draft.warehouseIds === null
      ? []
      : [t('grants.say.inWarehouses', { warehouses: draft.warehouseIds.map(names.warehouseOf).join(and) })]),
    rangeSentence(t, draft, subject, names),
    ...(draft.from === null ? [] : [t('grants.say.from', { day: dayInWords(draft.from, language) })]),
    ...(draft.until === null ? [] : [t('grants.say.until', { day: dayInWords(draft.until, language) })]),
    ...LIMITS.flatMap((limit) => limitSentence(t, limit, draft.limits[limit])),
    ...(draft.onShift ? [t('grants.say.onShift')] : []),
    ...(draft.ipRanges.length > 0 ? [t('grants.say.ipRanges', { ranges: draft.ipRanges.join(and) })] : []),
  ]
  return parts.join(t('grants.say.join'))
}

function rangeSentence(t: TFunction, { range, departmentId }: GrantDraft, subject: Subject, names: Names): string {
  if (range === 'all') return t('grants.say.all')
  if (range === 'own') return t('grants.say.own')
  if (departmentId !== null && departmentId === subject.departmentId)
    return t(subject.isDepartment ? 'grants.say.members' : 'grants.say.ownDepartment')
  return t('grants.say.department', { department: departmentId === null ? '…' : names.departmentOf(departmentId) })
}

function limitSentence(t: TFunction, limit: keyof Limits, value: number | null): string[] {
  if (value === null) return []
  return [t(`grants.say.${limit}`, { n: String(MONEY.includes(limit) ? value / 100 : value) })]
}
