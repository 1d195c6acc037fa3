/** Keyset positions as opaque text: base64url of a JSON array of the sort values of the last row shown. */
import { errors } from '#contract/errors.ts'
import { fail } from './failure.ts'

export const writeCursor = (values: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** Throws invalidInput when the text was not made by writeCursor. */
export function readCursor(cursor: string | null | undefined): string[] | undefined {
  if (!cursor) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values)) return values.map(String)
  } catch {
    // Falls through to the one refusal below.
  }
  return fail(errors.invalidInput, { field: 'cursor', reason: 'not a cursor of this list' })
}
