/** Subscriptions of apps: when they run, end, and when somebody is reminded. Pure. */

const DAY_MS = 24 * 3600_000
/** Days before the end on which a reminder goes out, farthest first; 0 = it has ended. */
const REMINDERS = [7, 1, 0]
export const FIRST_REMINDER_MS = 7 * DAY_MS

export type RunState = 'active' | 'suspended' | 'ended'
export function runStateOf(state: string, endsAt: string | null, now: Date): RunState {
  if (endsAt !== null && Date.parse(endsAt) <= now.getTime()) return 'ended'
  return state === 'suspended' ? 'suspended' : 'active'
}

/** The reminder that is due and has not gone out; undefined = none. `reminded`: the last one given for this end. */
export function reminderDue(endsAt: string, reminded: number | null, now: Date): number | undefined {
  const leftMs = Date.parse(endsAt) - now.getTime()
  const due = REMINDERS.findLast((days) => leftMs <= days * DAY_MS)
  return due !== undefined && (reminded === null || due < reminded) ? due : undefined
}
