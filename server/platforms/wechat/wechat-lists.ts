/** Lists that give ids only: they are walked by a cursor, and their rows are asked for a few at a time. */
import { PlatformFailure } from '#server/platforms/platform.ts'
import { idText, type WireObject } from '#server/platforms/wire/wire-json.ts'

/** Calls at once: well below what the platform allows, several times faster than one by one. */
const AT_ONCE = 4

/** Reads every id, in order, a few at a time; the first failure ends it. */
export async function inBatches<T>(ids: readonly string[], read: (id: string) => Promise<T>): Promise<T[]> {
  const rows: T[] = []
  for (let start = 0; start < ids.length; start += AT_ONCE)
    rows.push(...(await Promise.all(ids.slice(start, start + AT_ONCE).map(read))))
  return rows
}

/** The cursor of the next page, '' behind the last one. A page that promises more without saying where is not the end. */
export function nextKeyOf({ has_more, next_key }: WireObject): string {
  if (has_more !== true) return ''
  const nextKey = idText(next_key)
  if (nextKey === '')
    throw new PlatformFailure('retry', 'cursor-missing', 'The WeChat Store promised another page without a cursor.')
  return nextKey
}
