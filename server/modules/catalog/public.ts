/** Goods, for other modules. */
import { type Reader, sql } from '#kernel/db.ts'

export type KnownSku = { skuId: string; code: string; title: string; minPriceFen: number | null; weightGrams: number | null }
type Row = { sku_id: string; code: string; title: string; min_price_fen: string | null; weight_grams: number | null }

/** The SKUs with these merchant codes; unknown codes are absent. */
export async function skusByCode(reader: Reader, codes: readonly string[]): Promise<Map<string, KnownSku>> {
  if (codes.length === 0) return new Map()
  const rows = await reader.rows<Row>(sql`
    select sku_id, code, title, min_price_fen, weight_grams from skus
    where merchant_id = ${reader.merchantId} and code = any(${[...new Set(codes)]}::text[])`)
  return new Map(rows.map((row) => [row.code, knownSku(row)]))
}

const knownSku = (row: Row): KnownSku => ({
  skuId: row.sku_id,
  code: row.code,
  title: row.title,
  minPriceFen: row.min_price_fen === null ? null : Number(row.min_price_fen),
  weightGrams: row.weight_grams,
})

const MATCH_LIMIT = 200
/** Codes of goods whose code begins with the text or whose title contains it: how a search for goods finds orders. */
export async function skuCodesMatching(reader: Reader, text: string): Promise<string[]> {
  const inside = `%${escapeLike(text)}%`
  const rows = await reader.rows<{ code: string }>(sql`
    select code from skus where merchant_id = ${reader.merchantId} and (code ilike ${`${escapeLike(text)}%`} or title ilike ${inside} or variant ilike ${inside})
    order by code limit ${MATCH_LIMIT}`)
  return rows.map((row) => row.code)
}

/** Text as a literal inside a LIKE pattern. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
