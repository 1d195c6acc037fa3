/** Where a page of a list begins: a moment in microseconds (exact, as the database keeps it) and an id that divides equal moments. */
import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { type Sql, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { readCursor } from '#kernel/keyset.ts'

export type Position = { micros: string; id: string }

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Behind every moment: the year 9999. An undated deadline counts as infinitely far, which is later still. */
const END_OF_TIME = '253402300799000000'
const UNDATED = 'infinity'

const microsOf = (moment: string): string => String(Date.parse(moment) * 1000)
const position = z.tuple([z.string(), z.string().regex(/^(-?\d{1,18}|infinity)$/), z.uuid()])

/** The list (a name of ours) that a cursor continues and where; undefined = first page. Throws invalidInput for a foreign text. */
export function positionIn<L extends string>(
  cursor: string | null | undefined,
  lists: readonly L[],
): (Position & { list: L }) | undefined {
  const values = readCursor(cursor)
  if (values === undefined) return undefined
  const parsed = position.safeParse(values)
  const list = lists.find((one) => one === parsed.data?.[0])
  if (!parsed.success || list === undefined)
    return fail(errors.invalidInput, { field: 'cursor', reason: 'not a cursor of this list' })
  return { list, micros: parsed.data[1], id: parsed.data[2] }
}

type Range = { createdFrom?: string | undefined; createdTo?: string | undefined }

/**
 * The one bound a walk starts from: the cursor, or the edge of the wanted range. Two bounds on the same column would leave it to the
 * database which of them it skips to and which it only filters by.
 */
export function startOf(cursor: Position | undefined, range: Range, order: 'newest' | 'oldest'): Position {
  if (cursor) return cursor
  if (order === 'newest')
    return range.createdTo ? { micros: microsOf(range.createdTo), id: FIRST_ID } : { micros: END_OF_TIME, id: LAST_ID }
  return { micros: range.createdFrom ? microsOf(range.createdFrom) : '0', id: FIRST_ID }
}
export const startOfDeadlines: Position = { micros: '0', id: FIRST_ID }

/** A position's moment as a value of the database. */
export const momentAt = ({ micros }: Position): Sql =>
  micros === UNDATED ? sql`'infinity'::timestamptz` : sql`('epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond')`

/** A moment of a row as microseconds, for the next cursor. */
export const microsOfColumn = (column: Sql): Sql =>
  sql`case when isfinite(${column}) then (extract(epoch from ${column}) * 1000000)::bigint::text else 'infinity' end`

/** The other edge of the range, which ends a walk. */
export function endOf(range: Range, order: 'newest' | 'oldest', column: Sql): Sql {
  if (order === 'newest') return range.createdFrom ? sql`${column} >= ${range.createdFrom}` : sql`true`
  return range.createdTo ? sql`${column} < ${range.createdTo}` : sql`true`
}
/** Both edges, for rows that are not walked in this order. */
export const inRange = (range: Range, column: Sql): Sql =>
  sql`${endOf(range, 'newest', column)} and ${endOf(range, 'oldest', column)}`
