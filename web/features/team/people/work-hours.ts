import type { TFunction } from 'i18next'

type Hours = { days: readonly number[]; from: string; to: string }

/** In the order of the week; the contract counts from 1 = Monday. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** “周一至周五 09:00–18:00”, “周六、周日 22:00–次日 06:00” */
export function hoursInWords(t: TFunction, { days, from, to }: Hours): string {
  const chosen = WEEKDAYS.filter((_, place) => days.includes(place + 1))
  const isWorkWeek = chosen.length === 5 && !days.includes(6) && !days.includes(7)
  const which =
    chosen.length === 7
      ? t('people.everyDay')
      : isWorkWeek
        ? t('people.weekdaysOnly')
        : chosen.map((day) => t(`people.weekdays.${day}`)).join(t('grants.say.and'))
  return `${which} ${from}–${to <= from ? `${t('people.nextDay')} ` : ''}${to}`
}
