/** The conditions of a grant: its time, the person's shift, the address a request comes from. */
import { isIpInside } from '#kernel/ip-ranges.ts'
import type { WorkHours, WorkSpan } from '../account.ts'

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const DAY_NUMBERS: Record<string, number> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 }

/** Is this moment inside the hours? Hours over midnight belong to the day they begin on. Without hours nobody is ever on shift. */
export function isOnShift(hours: WorkHours | null, now: Date): boolean {
  if (!hours) return false
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: hours.zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  const day = DAY_NUMBERS[part('weekday')] ?? 1
  const minute = Number(part('hour')) * 60 + Number(part('minute'))
  return [hours, ...(hours.others ?? [])].some((span) => isInSpan(span, day, minute))
}

function isInSpan(span: WorkSpan, day: number, minute: number): boolean {
  const [from, to] = [minutesOf(span.from), minutesOf(span.to)]
  const dayBefore = day === 1 ? 7 : day - 1
  if (from < to) return span.days.includes(day) && minute >= from && minute < to
  return (span.days.includes(day) && minute >= from) || (span.days.includes(dayBefore) && minute < to)
}

export type Circumstances = { now: Date; ip: string; workHours: WorkHours | null }
type Conditional = { from: string | null; until: string | null; onShift: boolean; ipRanges: readonly string[] }
export type NotInForce = 'notYet' | 'over' | 'offShift' | 'otherAddress'

/** Why a grant does not hold at the moment; undefined when it does. */
export function whyNotInForce(grant: Conditional, { now, ip, workHours }: Circumstances): NotInForce | undefined {
  if (grant.from !== null && now.getTime() < Date.parse(grant.from)) return 'notYet'
  if (grant.until !== null && now.getTime() >= Date.parse(grant.until)) return 'over'
  if (grant.onShift && !isOnShift(workHours, now)) return 'offShift'
  if (grant.ipRanges.length > 0 && !isIpInside(ip, grant.ipRanges)) return 'otherAddress'
  return undefined
}
export const isConditional = ({ from, until, onShift, ipRanges }: Conditional): boolean =>
  from !== null || until !== null || onShift || ipRanges.length > 0
