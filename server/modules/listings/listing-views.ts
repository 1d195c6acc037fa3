/** Reads of what the shops have on sale. */
import type { LISTING_STATES } from '#contract/closed-lists.ts'
import type { ListingRow } from '#contract/listings.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { escapeLike } from '#modules/catalog/public.ts'

const PAGE = 50

/** What the platform should say: the shop's share of what is sellable. Its twin in memory is stock-push-rules.ts. */
const wanted = sql`floor(greatest(s.on_hand - s.reserved - s.safety, 0) * coalesce(p.share_percent, 100) / 100)`
/** What it says as far as we know. */
const told = sql`coalesce(l.pushed_quantity, l.platform_quantity)`

/** Listings with our stock of them beside: l, k (null = no SKU of ours), s, p. */
const joined = (reader: Reader): Sql => sql`
  listings l
  left join skus k on k.merchant_id = ${reader.merchantId} and k.code = l.merchant_sku and l.merchant_sku <> ''
  left join stock s on s.merchant_id = ${reader.merchantId} and s.sku_id = k.sku_id
  left join stock_pushes p on p.merchant_id = ${reader.merchantId} and p.shop_id = l.shop_id`

type Filter = { shopId: string | null; state: (typeof LISTING_STATES)[number]; search: string; cursor: string | null }
type Row = Omit<ListingRow, 'priceFen' | 'platformQuantity' | 'wantedQuantity'> & {
  priceFen: string
  platformQuantity: string
  wantedQuantity: string | null
}

export async function listingPage(
  reader: Reader,
  scope: Scope,
  { shopId, state, search, cursor }: Filter,
): Promise<{ rows: ListingRow[]; next: string | null }> {
  const after = readCursor(cursor)
  const inside = `%${escapeLike(search)}%`
  const rows = await reader.rows<Row>(sql`
    select l.shop_id as "shopId", l.platform_item_id as "platformItemId", l.platform_sku_id as "platformSkuId",
      l.merchant_sku as "merchantSku", l.title, l.variant, l.price_fen as "priceFen", l.on_sale as "onSale",
      ${told} as "platformQuantity", case when k.sku_id is not null then ${wanted} end as "wantedQuantity",
      l.pushed_at as "pushedAt", l.problem
    from ${joined(reader)}
    where l.merchant_id = ${reader.merchantId} and ${inScope(scope, sql`l.shop_id`)}
      and (${shopId}::uuid is null or l.shop_id = ${shopId}::uuid)
      and (${search} = '' or l.merchant_sku ilike ${inside} or l.title ilike ${inside} or l.platform_item_id = ${search})
      and ${stateIs(state)}
      and (${after === undefined} or (l.shop_id, l.platform_item_id, l.platform_sku_id) > (${after?.[0] ?? null}::uuid, ${after?.[1] ?? ''}, ${after?.[2] ?? ''}))
    order by l.shop_id, l.platform_item_id, l.platform_sku_id limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => ({
      ...row,
      priceFen: Number(row.priceFen),
      platformQuantity: Number(row.platformQuantity),
      wantedQuantity: row.wantedQuantity === null ? null : Number(row.wantedQuantity),
    })),
    next: last ? writeCursor([last.shopId, last.platformItemId, last.platformSkuId]) : null,
  }
}

function stateIs(state: Filter['state']): Sql {
  if (state === 'behind') return sql`k.sku_id is not null and ${told} is distinct from ${wanted}`
  if (state === 'unmatched') return sql`k.sku_id is null`
  return state === 'problem' ? sql`l.problem <> ''` : sql`true`
}

export type ShopGoods = {
  shopId: string
  platform: string
  isOn: boolean
  sharePercent: number
  version: number
  readAt: string | null
  problem: string
  listingCount: number
  unmatchedCount: number
  behindCount: number
}
/** One row per shop in scope, whether or not anything was ever read. */
export function shopGoods(reader: Reader, scope: Scope): Promise<ShopGoods[]> {
  return reader.rows<ShopGoods>(sql`
    select sh.shop_id as "shopId", sh.platform, coalesce(p.is_on, false) as "isOn", coalesce(p.share_percent, 100) as "sharePercent",
      coalesce(p.version, 0) as version, p.read_at as "readAt", coalesce(p.problem, '') as problem,
      coalesce(c.listing_count, 0)::int as "listingCount", coalesce(c.unmatched_count, 0)::int as "unmatchedCount",
      coalesce(c.behind_count, 0)::int as "behindCount"
    from shops sh
    left join stock_pushes p on p.merchant_id = ${reader.merchantId} and p.shop_id = sh.shop_id
    left join (
      select l.shop_id, count(*) as listing_count, count(*) filter (where k.sku_id is null) as unmatched_count,
        count(*) filter (where k.sku_id is not null and ${told} is distinct from ${wanted}) as behind_count
      from ${joined(reader)} where l.merchant_id = ${reader.merchantId} group by l.shop_id) c on c.shop_id = sh.shop_id
    where sh.merchant_id = ${reader.merchantId} and ${inScope(scope, sql`sh.shop_id`)}
    order by sh.name`)
}

export type DueListing = { platformItemId: string; platformSkuId: string; wanted: number; told: number; failedCount: number }
/** Numbers of a shop that the platform has to be told, the most urgent first. */
export async function dueListings(reader: Reader, shopId: string, limit: number, now: Date): Promise<DueListing[]> {
  const rows = await reader.rows<Omit<DueListing, 'wanted' | 'told'> & { wanted: string; told: string }>(sql`
    select l.platform_item_id as "platformItemId", l.platform_sku_id as "platformSkuId", ${wanted} as wanted, ${told} as told,
      l.failed_count as "failedCount"
    from ${joined(reader)}
    where l.merchant_id = ${reader.merchantId} and l.shop_id = ${shopId} and k.sku_id is not null and ${told} is distinct from ${wanted}
      and (l.retry_at is null or l.retry_at <= ${now})
    order by (${wanted} >= ${told}), ${wanted} limit ${limit}`)
  return rows.map((row) => ({ ...row, wanted: Number(row.wanted), told: Number(row.told) }))
}

/** Shops that are switched on, may be called now and have a number that is not told. */
export async function shopsBehind(reader: Reader, now: Date): Promise<string[]> {
  const rows = await reader.rows<{ shop_id: string }>(sql`
    select p.shop_id from stock_pushes p
    join shops sh on sh.merchant_id = ${reader.merchantId} and sh.shop_id = p.shop_id and sh.state = 'active'
    where p.merchant_id = ${reader.merchantId} and p.is_on and (p.wait_until is null or p.wait_until <= ${now}) and exists (
      select 1 from listings l
      join skus k on k.merchant_id = ${reader.merchantId} and k.code = l.merchant_sku
      join stock s on s.merchant_id = ${reader.merchantId} and s.sku_id = k.sku_id
      where l.merchant_id = ${reader.merchantId} and l.shop_id = p.shop_id and l.merchant_sku <> ''
        and (l.retry_at is null or l.retry_at <= ${now})
        and ${told} is distinct from ${wanted})
    order by p.shop_id`)
  return rows.map((row) => row.shop_id)
}
