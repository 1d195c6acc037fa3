/** Which time is read next. Pure. */
import type { ReviewReading } from './review.ts'

export type ReadingTimes = { overlapMs: number; reachMs: number; wholeEveryMs: number }
export type ReadingPlan = { from: string; to: string; isWhole: boolean }

/** Usually what is new, with an overlap; now and then, and the first time, everything that may still be replied to. */
export function planReading(known: ReviewReading | undefined, now: Date, times: ReadingTimes): ReadingPlan {
  const reach = now.getTime() - times.reachMs
  const readUntil = known?.readUntil ? Date.parse(known.readUntil) : null
  const wholeAt = known?.readWholeAt ? Date.parse(known.readWholeAt) : null
  const isWhole = readUntil === null || wholeAt === null || wholeAt + times.wholeEveryMs <= now.getTime()
  const from = isWhole ? Math.min(reach, readUntil ?? reach) : readUntil - times.overlapMs
  return { from: new Date(from).toISOString(), to: now.toISOString(), isWhole }
}
