/** Which stretches of time the next reading of a shop's after-sales covers. Pure. */
import { cutWindows, type PullWindow } from '#modules/intake/public.ts'

const HOUR_MS = 3_600_000

export type ReadPlan = {
  firstPullHours: number
  readFrom: string | null
  readUntil: string | null
  firstReadAt: string | null
}
type Limits = { windowMs: number; overlapMs: number; readBackMs: number }

/**
 * From where the last reading ended, less the overlap, until now; and, one window a round, back through the time before the shop was
 * first read, for a case that nobody has touched since may still wait for the shop.
 */
export function readWindows(plan: ReadPlan, { windowMs, overlapMs, readBackMs }: Limits, now: Date): PullWindow[] {
  const end = now.getTime()
  const begin = plan.readUntil === null ? end - plan.firstPullHours * HOUR_MS : Date.parse(plan.readUntil) - overlapMs
  return [...cutWindows(new Date(begin), now, windowMs), ...backWindow(plan, readBackMs, windowMs)]
}

function backWindow({ readFrom, firstReadAt }: ReadPlan, readBackMs: number, windowMs: number): PullWindow[] {
  if (readFrom === null || firstReadAt === null) return []
  const goal = Date.parse(firstReadAt) - readBackMs
  const to = Date.parse(readFrom)
  return to > goal ? [{ from: new Date(Math.max(goal, to - windowMs)), to: new Date(to) }] : []
}
