/** Reads of imports. */

import { errorSentence } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { problemMessage } from '#contract/import-problems.ts'
import type { ImportRow } from '#contract/orders.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { shopsById } from '#modules/shops/public.ts'
import type { ImportPlan, ImportState, ImportStop, RowRefusal } from './import-run.ts'

type Language = 'zh' | 'en'
const PAGE = 30

type Counts = Record<'rows' | 'orders' | 'created' | 'updated' | 'unchanged' | 'refusedCount', number>
type StoredRun = Counts & {
  importId: string
  shopId: string
  fileName: string
  state: ImportState
  startedBy: string
  createdAt: string
  finishedAt: string | null
  stop: ImportStop | null
  bytesRead: number
  bytesTotal: number
}
const columns = sql`
  import_id as "importId", shop_id as "shopId", file_name as "fileName", state, started_by as "startedBy", created_at as "createdAt",
  finished_at as "finishedAt", problem as stop, bytes_read::float8 as "bytesRead", bytes_total::float8 as "bytesTotal", row_count as rows,
  order_count as orders, created_count as created, updated_count as updated, unchanged_count as unchanged, refused_count as "refusedCount"`

export async function importPage(
  reader: Reader,
  scope: Scope,
  cursor: string | null | undefined,
  language: Language,
): Promise<{ rows: ImportRow[]; next: string | null }> {
  const [createdAt = null, importId = null] = readCursor(cursor) ?? []
  const runs = await runsWhere(
    reader,
    scope,
    sql`(${createdAt}::timestamptz is null or (created_at, import_id) < (${createdAt}::timestamptz, ${importId}::uuid))
      order by created_at desc, import_id desc limit ${PAGE + 1}`,
    language,
  )
  const shown = runs.slice(0, PAGE)
  const last = runs.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown, next: last ? writeCursor([last.createdAt, last.importId]) : null }
}

export async function importById(
  reader: Reader,
  scope: Scope,
  importId: string,
  language: Language,
): Promise<ImportRow | undefined> {
  return (await runsWhere(reader, scope, sql`import_id = ${importId}`, language))[0]
}

async function runsWhere(reader: Reader, scope: Scope, condition: Sql, language: Language): Promise<ImportRow[]> {
  const runs = await reader.rows<StoredRun>(sql`
    select ${columns} from import_runs
    where merchant_id = ${reader.merchantId} and ${inScope(scope, sql`shop_id`)} and ${condition}`)
  const shops = await shopsById(reader, [...new Set(runs.map((run) => run.shopId))])
  return runs.map(({ rows, orders, created, updated, unchanged, refusedCount, stop, ...run }) => ({
    ...run,
    shopName: shops.get(run.shopId)?.name ?? '',
    counters: { rows, orders, created, updated, unchanged, refusedCount },
    problem: stop === null ? null : stopSentence(stop, language),
  }))
}

const stopSentence = ({ code, params }: ImportStop, language: Language): string =>
  code === 'internal' || code === 'starterLostRights'
    ? errorSentence(errors[code], params, language)
    : problemMessage(code, params, language)

/** In the order of the file; `limit` null = all. */
export function refusalsOf(reader: Reader, importId: string, limit: number | null): Promise<RowRefusal[]> {
  return reader.rows<RowRefusal>(sql`
    select row_number as "row", row_count as "rowCount", platform_order_id as "platformOrderId", code, params, also from import_refusals
    where merchant_id = ${reader.merchantId} and import_id = ${importId} order by place limit ${limit}`)
}

export async function planOf(reader: Reader, importId: string): Promise<ImportPlan | undefined> {
  const run = await reader.maybe<Omit<ImportPlan, 'platform'>>(sql`
    select state, shop_id as "shopId", file_id as "fileId", file_name as "fileName", format, started_by as "startedBy", done_entries as "doneEntries"
    from import_runs where merchant_id = ${reader.merchantId} and import_id = ${importId}`)
  if (run === undefined) return undefined
  const shop = (await shopsById(reader, [run.shopId])).get(run.shopId)
  return { ...run, platform: shop?.platform ?? '' }
}

export type SavedMapping = { mappingId: string; name: string; mapping: Record<string, unknown> }
export const savedMappings = (reader: Reader): Promise<SavedMapping[]> =>
  reader.rows<SavedMapping>(sql`
    select mapping_id as "mappingId", name, mapping from import_mappings where merchant_id = ${reader.merchantId} order by name`)
