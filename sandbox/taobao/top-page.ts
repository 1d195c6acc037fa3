/** Lists of the gateway: which fields are wanted, which page, and how many there are in all. */
import type { Params } from './common-checks.ts'
import { failed, requiredText, type ShopCall, wholeNumber } from './top-call.ts'
import { fail, type TopAnswer, type TopFailure } from './top-failure.ts'

/** JSON text of each field of a row; null = the platform leaves it out. */
export type RowFields<T> = Readonly<Record<string, (row: T) => string | null>>

/** The names in `fields`; names the platform does not know are passed over. */
export function wantedFields(params: Params): string[] | TopFailure {
  const fields = requiredText(params, 'fields')
  return failed(fields) ? fields : [...new Set(fields.split(',').map((name) => name.trim()))]
}

export function rowJson<T>(row: T, fields: RowFields<T>, wanted: readonly string[]): string {
  const members = wanted.flatMap((name) => {
    const value = fields[name]?.(row) ?? null
    return value === null ? [] : [`"${name}":${value}`]
  })
  return `{${members.join(',')}}`
}

type Sizes = { usual: number; most: number; lastPage: number }
export const TRADE_PAGES: Sizes = { usual: 40, most: 100, lastPage: 1_000_000 }

/** One page of rows in the order they came; an empty list is a missing key. */
export function topPage<T>(
  { world, params }: ShopCall,
  found: readonly T[],
  list: { names: [list: string, row: string]; sizes: Sizes; json: (row: T) => string },
): TopAnswer | TopFailure {
  const { usual, most, lastPage } = list.sizes
  const pageNo = wholeNumber(params, 'page_no', 1, 1, lastPage)
  if (failed(pageNo)) return pageNo
  const pageSize = wholeNumber(params, 'page_size', usual, 1, most)
  if (failed(pageSize)) return pageSize
  const start = (pageNo - (world.wrong === 'pageCount' ? 0 : 1)) * pageSize
  const page = found.slice(start, start + pageSize)
  const size =
    params.get('use_has_next') === 'true' ? `"has_next":${start + pageSize < found.length}` : `"total_results":${found.length}`
  if (page.length === 0) return size
  let rows = ''
  for (const row of page) rows += (rows === '' ? '' : ',') + list.json(row)
  return `${size},"${list.names[0]}":{"${list.names[1]}":[${rows}]}`
}

/** What the platform's services say when they understood and refuse. */
export const refused = (subCode: string, why: string) => fail(15, subCode, why)
