/** Writes of what the shops have on sale. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { ProductSnapshot } from '#server/platforms/platform-services.ts'

/** New goods, changed ones, and the platform's own numbers; what we told since stays ours only while the platform agrees. */
export async function storeGoods(tx: Tx, shopId: string, products: readonly ProductSnapshot[], now: Date): Promise<void> {
  const rows = products.flatMap(({ platformItemId, title, onSale, skus }) =>
    skus.map((sku) => ({
      platform_item_id: platformItemId,
      platform_sku_id: sku.platformSkuId,
      merchant_sku: sku.merchantSku,
      title,
      variant: sku.variant,
      price_fen: sku.priceFen,
      on_sale: onSale,
      quantity: sku.quantity,
    })),
  )
  if (rows.length === 0) return
  await tx.write(sql`
    insert into listings (merchant_id, shop_id, platform_item_id, platform_sku_id, merchant_sku, title, variant, price_fen, on_sale, platform_quantity, read_at)
    select distinct on (r.platform_item_id, r.platform_sku_id) ${tx.merchantId}, ${shopId}, r.platform_item_id, r.platform_sku_id, r.merchant_sku, r.title,
      r.variant, r.price_fen, r.on_sale, r.quantity, ${now}
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as r(platform_item_id text, platform_sku_id text, merchant_sku text, title text, variant text, price_fen bigint, on_sale boolean, quantity bigint)
    on conflict (merchant_id, shop_id, platform_item_id, platform_sku_id) do update set
      merchant_sku = excluded.merchant_sku, title = excluded.title, variant = excluded.variant, price_fen = excluded.price_fen,
      on_sale = excluded.on_sale, platform_quantity = excluded.platform_quantity, read_at = excluded.read_at,
      pushed_quantity = case when listings.pushed_at < ${now} then null else listings.pushed_quantity end`)
}

/** With the last page: what was not seen in this reading is no longer there. */
export async function finishReading(tx: Tx, shopId: string, startedAt: Date, now: Date): Promise<void> {
  await tx.write(
    sql`delete from listings where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and read_at < ${startedAt}`,
  )
  await tx.write(sql`
    insert into stock_pushes (merchant_id, shop_id, read_at) values (${tx.merchantId}, ${shopId}, ${now})
    on conflict (merchant_id, shop_id) do update set read_at = ${now}, problem = ''`)
}

export type ToldNumber = {
  platformItemId: string
  platformSkuId: string
  quantity: number
  problem: string
  retryAfterMs: number
}
/** What the platform took, and what it refused. */
export async function settleNumbers(tx: Tx, shopId: string, numbers: readonly ToldNumber[], now: Date): Promise<void> {
  const rows = numbers.map((number) => ({
    item: number.platformItemId,
    sku: number.platformSkuId,
    quantity: number.quantity,
    problem: number.problem.slice(0, 500),
    retry_at: number.problem === '' ? null : new Date(now.getTime() + number.retryAfterMs).toISOString(),
  }))
  await tx.write(sql`
    update listings l set
      pushed_quantity = case when r.problem = '' then r.quantity else l.pushed_quantity end,
      pushed_at = case when r.problem = '' then ${now} else l.pushed_at end,
      problem = r.problem, retry_at = r.retry_at, failed_count = case when r.problem = '' then 0 else l.failed_count + 1 end
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(item text, sku text, quantity bigint, problem text, retry_at timestamptz)
    where l.merchant_id = ${tx.merchantId} and l.shop_id = ${shopId} and l.platform_item_id = r.item and l.platform_sku_id = r.sku`)
}

export async function notePushProblem(tx: Tx, shopId: string, problem: string, waitUntil: string | null): Promise<void> {
  await tx.write(sql`
    insert into stock_pushes (merchant_id, shop_id, problem, wait_until) values (${tx.merchantId}, ${shopId}, ${problem.slice(0, 500)}, ${waitUntil})
    on conflict (merchant_id, shop_id) do update set problem = excluded.problem, wait_until = excluded.wait_until`)
}

/** False when somebody has changed it since `version`. */
export async function savePush(
  tx: Tx,
  { shopId, version, isOn, sharePercent }: { shopId: string; version: number; isOn: boolean; sharePercent: number },
): Promise<boolean> {
  const saved = await tx.write(sql`
    insert into stock_pushes as p (merchant_id, shop_id, is_on, share_percent) values (${tx.merchantId}, ${shopId}, ${isOn}, ${sharePercent})
    on conflict (merchant_id, shop_id) do update set is_on = ${isOn}, share_percent = ${sharePercent}, version = p.version + 1, wait_until = null
      where p.version = ${version}`)
  return saved === 1
}
