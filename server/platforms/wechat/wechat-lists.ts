/** Lists that give ids only: they are walked by a cursor, and their rows are asked for a few at a time. */
import { PlatformFailure } from '#server/platforms/platform.ts'
import { idText, type WireObject } from '#server/platforms/wire/wire-json.ts'

/** Calls at once: several times faster than one by one; the shop's pace still decides how many begin. */
export const READ_AT_ONCE = 8

/** The cursor of the next page, '' behind the last one. A page that promises more without saying where is not the end. */
export function nextKeyOf({ has_more, next_key }: WireObject): string {
  if (has_more !== true) return ''
  const nextKey = idText(next_key)
  if (nextKey === '')
    throw new PlatformFailure('retry', 'cursor-missing', 'The WeChat Store promised another page without a cursor.')
  return nextKey
}
