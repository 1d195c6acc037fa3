/** Most platforms write a moment as `yyyy-MM-dd HH:mm:ss` on the clock of Beijing (UTC+8, no daylight saving time). */
const BEIJING_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000
const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/

/** Milliseconds since the epoch as the platforms write them; parts of a second are cut off. */
export function beijingTimeOf(atMs: number): string {
  return new Date(atMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** Such a text as ISO 8601 UTC; null when the text is not an existing moment (30 February, 24:00:00 …). */
export function isoFromBeijingTime(text: string): string | null {
  const match = WALL_TIME.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, number, number, number, number, number, number]
  if (hour > 23 || minute > 59 || second > 59) return null
  const onWall = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  if (onWall.getUTCDate() !== day || onWall.getUTCMonth() !== month - 1) return null
  return new Date(onWall.getTime() - BEIJING_OFFSET_MS).toISOString()
}

/** The next midnight in Beijing, when daily call quotas start anew. */
export function nextBeijingMidnight(atMs: number): number {
  return (Math.floor((atMs + BEIJING_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - BEIJING_OFFSET_MS
}
