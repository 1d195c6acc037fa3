/** Pages of a search. The token says behind what to go on, and to which question it belongs: with another one it is refused. */
import { createHash } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { canonicalJson } from '#kernel/log-entry.ts'

export type Page = { token?: string | undefined; limit?: number | undefined } | undefined
/** At most `limit` behind `after` (empty = from the first), and where to go on; null = nothing is behind. */
export type Walk = (after: string | null, limit: number) => Promise<{ found: string[]; last: string | null }>
const LIMIT = 100

/** Throws invalidInput for a token of another question. */
export async function searchPage<R>(
  question: Record<string, unknown>,
  page: Page,
  walk: Walk,
  view: (found: string) => R,
): Promise<{ page: { next_token: string; count: number }; results: R[] }> {
  const mark = createHash('sha256').update(canonicalJson(question)).digest('base64url').slice(0, 22)
  const [ofQuestion, after = null] = readCursor(page?.token) ?? [mark, null]
  if (ofQuestion !== mark) return fail(errors.invalidInput, { field: 'page.token', reason: 'belongs to another question' })
  const { found, last } = await walk(after, page?.limit ?? LIMIT)
  return {
    page: { next_token: last === null ? '' : writeCursor([mark, last]), count: found.length },
    results: found.map(view),
  }
}

/** A walk over names that are at hand, in ascending order. */
export const walkNames =
  (names: readonly string[], isFound: (name: string) => Promise<boolean> | boolean): Walk =>
  async (after, limit) => {
    const found: string[] = []
    for (const name of names) {
      if (after !== null && name <= after) continue
      if (!(await isFound(name))) continue
      if (found.length === limit) return { found, last: found.at(-1) ?? after ?? '' }
      found.push(name)
    }
    return { found, last: null }
  }
export const nothingFound: Walk = async () => ({ found: [], last: null })
