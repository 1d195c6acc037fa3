import type { TFunction } from 'i18next'
import type { StaffRow } from '#contract/team.ts'

type WorkHours = NonNullable<StaffRow['workHours']>
export type DayHours = { from: string; to: string }
/** Monday to Sunday, the spans of each day in their order; none = a day off. */
export type Week = DayHours[][]
/** A split day has two; more than three is not a working day any more. */
export const MOST_SPANS = 3

/** In the order of the week; the contract counts from 1 = Monday. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const OFFICE: DayHours = { from: '09:00', to: '18:00' }
export const officeWeek: Week = WEEKDAYS.map((_, place) => (place < 5 ? [OFFICE] : []))

export function weekOf(hours: WorkHours): Week {
  const spans = [hours, ...(hours.others ?? [])]
  return WEEKDAYS.map((_, place) =>
    spans
      .filter(({ days }) => days.includes(place + 1))
      .map(({ from, to }) => ({ from, to }))
      .sort(byBeginning),
  )
}

const byBeginning = (a: DayHours, b: DayHours): number => a.from.localeCompare(b.from)

/** The next span of a day begins an hour after the last one ended, and is over by midnight; undefined when the day has no room for it. */
export function spanAfter(spans: readonly DayHours[]): DayHours | undefined {
  const last = spans.at(-1)
  if (!last) return OFFICE
  const begins = Number(last.to.slice(0, 2)) + 1
  if (last.to <= last.from || begins > 22 || spans.length >= MOST_SPANS) return undefined
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
  return { from: clock(begins), to: clock(Math.min(begins + 4, 23)) }
}

/** Days with the same hours together; null when every day is off. */
export function hoursOf(week: Week, zone: string): WorkHours | null {
  const working = week.flatMap((spans, place) => spans.map((span) => ({ ...span, day: place + 1 })))
  const spans = [...Map.groupBy(working, ({ from, to }) => `${from}-${to}`).values()].flatMap((same) => {
    const [first] = same
    return first ? [{ days: [...new Set(same.map(({ day }) => day))], from: first.from, to: first.to }] : []
  })
  const [main, ...others] = spans.sort((a, b) => b.days.length - a.days.length || byBeginning(a, b))
  return main ? { ...main, zone, ...(others.length > 0 && { others }) } : null
}

/** “周一至周五 09:00–18:00，周六 10:00–次日 02:00” */
export function hoursInWords(t: TFunction, hours: WorkHours): string {
  return [hours, ...(hours.others ?? [])]
    .map(({ days, from, to }) => `${daysInWords(t, days)} ${from}–${to <= from ? `${t('people.nextDay')} ` : ''}${to}`)
    .join(t('grants.say.join'))
}

function daysInWords(t: TFunction, days: readonly number[]): string {
  const chosen = WEEKDAYS.filter((_, place) => days.includes(place + 1))
  if (chosen.length === 7) return t('people.everyDay')
  if (chosen.length === 5 && !days.includes(6) && !days.includes(7)) return t('people.weekdaysOnly')
  return chosen.map((day) => t(`people.weekdays.${day}`)).join(t('grants.say.and'))
}
