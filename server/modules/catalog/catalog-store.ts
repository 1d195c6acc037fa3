import { recordset, sql, type Tx } from '#kernel/db.ts'

export type SkuFields = { title: string; variant: string; minPriceFen: number | null; weightGrams: number | null }
export type NewSku = SkuFields & { skuId: string; code: string }

/** Inserts SKUs whose code is still free (unique constraint) with an empty stock balance; answers the ids that went in. */
export async function insertSkus(tx: Tx, skus: readonly NewSku[]): Promise<string[]> {
  const rows = skus.map((sku) => ({
    sku_id: sku.skuId,
    code: sku.code,
    title: sku.title,
    variant: sku.variant,
    min_price_fen: sku.minPriceFen,
    weight_grams: sku.weightGrams,
  }))
  const added = await tx.rows<{ sku_id: string }>(sql`
    insert into skus (merchant_id, sku_id, code, title, variant, min_price_fen, weight_grams)
    select ${tx.merchantId}, s.sku_id, s.code, s.title, s.variant, s.min_price_fen, s.weight_grams
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as s(sku_id uuid, code text, title text, variant text, min_price_fen bigint, weight_grams int)
    on conflict (merchant_id, code) do nothing returning sku_id`)
  const ids = added.map((row) => row.sku_id)
  await tx.write(sql`insert into stock (merchant_id, sku_id) select ${tx.merchantId}, id from unnest(${ids}::uuid[]) as id`)
  return ids
}

/** Answers the new version and what stood there before; undefined when the SKU is not at `version` any more (or does not exist). */
export async function updateSku(
  tx: Tx,
  skuId: string,
  version: number,
  fields: SkuFields,
): Promise<{ version: number; before: SkuFields } | undefined> {
  const before = await tx.maybe<SkuFields>(sql`
    select title, variant, min_price_fen::float8 as "minPriceFen", weight_grams as "weightGrams" from skus
    where merchant_id = ${tx.merchantId} and sku_id = ${skuId} and version = ${version} for update`)
  const row = await tx.maybe<{ version: number }>(sql`
    update skus set title = ${fields.title}, variant = ${fields.variant}, min_price_fen = ${fields.minPriceFen}, weight_grams = ${fields.weightGrams}, version = version + 1
    where merchant_id = ${tx.merchantId} and sku_id = ${skuId} and version = ${version} returning version`)
  return row && before && { version: row.version, before }
}
