/** What a timeline shows of a log entry. Pure. */

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object'

/**
 * Single values and pairs like before → after. Lists are left out: an act on many parcels may list others there, which are perhaps
 * outside the reader's scope.
 */
export const shownDetails = (details: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(details).filter(
      ([, value]) => isPlain(value) || (!Array.isArray(value) && Object.values(value as object).every(isPlain)),
    ),
  )
