import type { SkuRow } from '#contract/catalog.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { escapeLike } from './public.ts'

const PAGE = 50
type Row = {
  sku_id: string
  code: string
  title: string
  variant: string
  min_price_fen: string | null
  weight_grams: number | null
  version: number
}

export async function skuPage(
  reader: Reader,
  filter: { search: string; cursor: string | null },
): Promise<{ rows: SkuRow[]; next: string | null }> {
  const inside = `%${escapeLike(filter.search)}%`
  const after = readCursor(filter.cursor)?.[0] ?? ''
  const rows = await reader.rows<Row>(sql`
    select sku_id, code, title, variant, min_price_fen, weight_grams, version from skus
    where merchant_id = ${reader.merchantId} and code > ${after} and (${filter.search} = '' or code ilike ${inside} or title ilike ${inside} or variant ilike ${inside})
    order by code limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown.map(viewOf), next: last ? writeCursor([last.code]) : null }
}

const viewOf = (row: Row): SkuRow => ({
  skuId: row.sku_id,
  code: row.code,
  title: row.title,
  variant: row.variant,
  minPriceFen: row.min_price_fen === null ? null : Number(row.min_price_fen),
  weightGrams: row.weight_grams,
  version: row.version,
})

/** Merchant codes that orders carry and the catalogue lacks, with the title and variant last seen. */
export const missingCodes = (reader: Reader): Promise<{ code: string; title: string; variant: string }[]> =>
  reader.rows(sql`
    select distinct on (l.merchant_sku) l.merchant_sku as code, l.title, l.variant from order_lines l
    where l.merchant_id = ${reader.merchantId} and l.merchant_sku <> ''
      and not exists (select from skus s where s.merchant_id = ${reader.merchantId} and s.code = l.merchant_sku)
    order by l.merchant_sku, l.line_id desc limit 10000`)
