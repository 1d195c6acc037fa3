/** The platform writes moments as `yyyy-MM-dd HH:mm:ss` in GMT+8. */
const OFFSET_MS = 8 * 3600 * 1000
const PATTERN = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/

/** Milliseconds since the epoch → platform text; fractions of a second are cut off. */
export function toPlatformTime(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** Platform text → milliseconds since the epoch; null when the text is not an existing moment. */
export function fromPlatformTime(text: string): number | null {
  if (!PATTERN.test(text)) return null
  const atMs = Date.parse(`${text.replace(' ', 'T')}Z`) - OFFSET_MS
  return Number.isNaN(atMs) || toPlatformTime(atMs) !== text ? null : atMs
}

/** The moment with its fraction of a second cut off: the platform knows no finer time. */
export function wholeSecond(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000
}
