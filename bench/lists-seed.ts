/** Fills a merchant with orders as a shop has them after a year: a few shops of very different size, old ones shipped, new ones at work. */
import pg from 'pg'
import type { DatabaseAddress } from '#kernel/db.ts'

/** Shares of the orders; the last shop is the one in which everything is rare. */
export const SHOP_SHARES: readonly number[] = [0.55, 0.22, 0.12, 0.07, 0.0295, 0.01, 0.0005]

const PROVINCES =
  '广东省,浙江省,江苏省,山东省,河南省,四川省,河北省,湖北省,湖南省,安徽省,福建省,上海市,北京市,辽宁省,陕西省,江西省,重庆市,广西壮族自治区,云南省,山西省,黑龙江省,吉林省,贵州省,天津市,内蒙古自治区,新疆维吾尔自治区,甘肃省,海南省,宁夏回族自治区,青海省,西藏自治区'

/** A number in [0, 1) that is the same for the same row and salt. */
const chance = (salt: string) => `(('x' || substr(md5(g || '${salt}'), 1, 7))::bit(28)::int / 268435456.0)`
/** A UUIDv7 of the row's moment. */
const idOf = (salt: string) =>
  `(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(g || '${salt}'), 1, 3) || '8' || substr(md5(g || '${salt}'), 4, 15))::uuid`

const facts = `
  create temporary table fact as
  select g, f, at, ${idOf('order')} as order_id, ${idOf('parcel')} as parcel_id, shops.ids[shop_n] as shop_id, shop_n,
    provinces.names[1 + floor(31 * r_province ^ 2.2)::int] as province,
    case when r_state < 0.07 then 'cancelled' when r_state < 0.09 then 'closed' when f < 0.002 then 'unpaid' when f < 0.028 then 'paid'
      when f < 0.05 then 'shipped' else 'finished' end as status,
    case when r_state < 0.09 then 'stopped' when f < 0.002 then 'unpaid' when f < 0.004 then 'buffering' when f < 0.012 then 'awaiting'
      when f < 0.014 then 'held' else 'approved' end as review,
    case when r_state < 0.09 or f < 0.02 then 'none' when f < 0.024 then 'waybill' when f < 0.028 then 'printed' else 'shipped' end as fulfilment,
    floor(2000 * r_sku ^ 3)::int as sku, r_flag, r_refund, 990 + floor(30000 * r_price)::int as price
  from (select g, 1 - g / $1::float8 as f, now() - (1 - g / $1::float8) * interval '365 days' as at,
      1 + (${SHOP_SHARES.slice(0, -1)
        .map((_, n) => `(${chance('shop')} >= ${SHOP_SHARES.slice(0, n + 1).reduce((a, b) => a + b)})::int`)
        .join(' + ')}) as shop_n,
      ${chance('state')} as r_state, ${chance('province')} as r_province, ${chance('sku')} as r_sku, ${chance('flag')} as r_flag,
      ${chance('refund')} as r_refund, ${chance('price')} as r_price
    from generate_series(1, $1::int) as g) as row
  cross join (select $2::uuid[] as ids) as shops cross join (select string_to_array('${PROVINCES}', ',') as names) as provinces`

const intoOrders = `
  insert into orders (merchant_id, order_id, shop_id, platform_order_id, status, platform_status, ship_forbidden, created_at, paid_at, modified_at,
    content_hash, ship_by, buyer_key, buyer_nick, receiver_sealed, receiver_text, receiver_masked, receiver_missing, receiver_doubled, province,
    city, receiver_key, merge_group, buyer_note, seller_memo, seller_flag, goods_fen, freight_fen, discount_fen, paid_fen, refunded_fen, pieces, lines_text, received_at)
  select $1, order_id, shop_id, (4000000000000000000 + g * 1013)::text, status, status, false, at,
    case when status not in ('unpaid', 'cancelled') then at + interval '20 seconds' end, at, md5(g::text), at + interval '48 hours',
    'buyer' || g % 700001, 'tb' || substr(md5((g % 700001)::text), 1, 8), decode(repeat(md5(g::text), 12), 'hex'),
    '张**, 138****' || lpad((g % 10000)::text, 4, '0') || ', ' || province || '***', false, '', '', province, '某市', md5((g % 700001)::text), md5((g % 700001)::text),
    '', '', 0, price, 0, 0, price, case when status = 'closed' then price when status = 'finished' and r_refund < 0.04 then price / 2 else 0 end,
    case when g % 10 < 3 then 2 else 1 end, '商品 ' || sku || ' ×1', at
  from fact order by at`

const intoLines = `
  insert into order_lines (merchant_id, line_id, order_id, platform_line_id, platform_item_id, platform_sku_id, merchant_sku, title, variant,
    quantity, price_fen, paid_fen, refund_state, refunded_fen, shipped)
  select $1, ${idOf(`line' || n || '`)}, order_id, (4000000000000000000 + g * 1013 + n)::text, 'item' || sku, 'sku' || sku,
    'SKU-' || lpad(((sku + n * 7) % 2000)::text, 4, '0'), '商品 ' || sku, '颜色:黑', 1, price, price, 'none', 0, fulfilment = 'shipped'
  from fact cross join generate_series(0, 1) as n where n = 0 or g % 10 < 3 order by at`

const intoParcels = `
  insert into parcels (merchant_id, parcel_id, shop_id, warehouse_id, number, review_state, fulfilment_state, platform_order_ids, buyer_key, buyer_nick,
    receiver_key, merge_group, receiver_text, province, lines_text, pieces, paid_fen, has_buyer_note, has_seller_memo, seller_flag, created_at, paid_at, ship_by,
    review_after, flags, approved_at, approved_by, carrier, waybill_number, printed_count, shipped_at, write_back, claimed_by, claimed_name, claimed_until)
  select $1, parcel_id, shop_id, case when ${chance('warehouse')} < 0.33 then coalesce($3, main.warehouse_id) else main.warehouse_id end, to_char(at, 'YYMMDD-') || upper(lpad(to_hex(g), 8, '0')), review, fulfilment,
    (4000000000000000000 + g * 1013)::text, 'buyer' || g % 700001, 'tb' || substr(md5((g % 700001)::text), 1, 8), md5((g % 700001)::text), md5((g % 700001)::text),
    '张**, 138****' || lpad((g % 10000)::text, 4, '0') || ', ' || province || '***', province, '商品 ' || sku || ' ×1',
    case when g % 10 < 3 then 2 else 1 end, price, r_flag < 0.06, false, 0, at, at + interval '20 seconds', at + interval '48 hours',
    case when review = 'buffering' then at + interval '1 hour' end,
    case when r_flag < 0.0001 then '址' when r_flag < 0.06 then '留' when r_flag < 0.1 then '合' when r_flag < 0.11 then '合留' else '' end,
    case when review = 'approved' then at end, case when review = 'approved' then 'system:orders' end,
    case when fulfilment <> 'none' then 'YTO' else '' end, case when fulfilment <> 'none' then 'YT' || (7000000000000 + g * 17)::text else '' end,
    (fulfilment in ('printed', 'shipped'))::int, case when fulfilment = 'shipped' then least(at + interval '30 hours', now()) end,
    case when fulfilment <> 'shipped' or shop_n = 2 then 'none' when r_refund > 0.9999 then 'failed' when f < 0.03 then 'waiting' else 'confirmed' end,
    case when review = 'awaiting' and r_refund < 0.1 then $2 end, case when review = 'awaiting' and r_refund < 0.1 then '小王' end,
    case when review = 'awaiting' and r_refund < 0.1 then now() + interval '1 day' end
  from fact cross join (select w.warehouse_id from warehouses w where w.merchant_id = $1 order by w.warehouse_id limit 1) as main order by at`

const intoParcelLines = `
  insert into parcel_lines (merchant_id, parcel_id, line_id, order_id, quantity)
  select l.merchant_id, f.parcel_id, l.line_id, l.order_id, l.quantity from fact f
  join order_lines l on l.merchant_id = $1 and l.order_id = f.order_id order by f.at`

const intoSkus = `
  insert into skus (merchant_id, sku_id, code, title, variant)
  select $1, gen_random_uuid(), 'SKU-' || lpad(n::text, 4, '0'), '商品 ' || n, '颜色:黑' from generate_series(0, 1999) as n`

/** Built once at the end instead of row by row; what is unique stays. */
const searchIndexes = `
  select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
  where indrelid in ('orders'::regclass, 'order_lines'::regclass, 'parcels'::regclass, 'parcel_lines'::regclass) and not indisunique`

/** `accountId` holds some of what waits for review; a third of the parcels lies in the other warehouse, if there is one. */
export type SeededMerchant = { merchantId: string; accountId: string; shopIds: readonly string[]; otherWarehouseId?: string }

/**
 * Writes `count` orders, each with a parcel. `address` is the database's owner: row level security and the checks of foreign keys are
 * passed by, which makes a million rows a matter of a minute or two.
 */
export async function seedOrders(address: DatabaseAddress, merchant: SeededMerchant, count: number): Promise<void> {
  const client = new pg.Client({ ...address })
  await client.connect()
  try {
    await client.query('begin')
    await client.query("set local session_replication_role = 'replica'")
    await client.query("set local work_mem = '256MB'")
    await client.query("set local maintenance_work_mem = '512MB'")
    await client.query(facts.replaceAll('$1', String(count)).replaceAll('$2', `'{${merchant.shopIds.join(',')}}'`))
    await client.query('analyze fact')
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(searchIndexes)
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    for (const statement of [intoSkus, intoOrders, intoLines, intoParcelLines])
      await client.query(statement, [merchant.merchantId])
    await client.query(intoParcels, [merchant.merchantId, merchant.accountId, merchant.otherWarehouseId ?? null])
    for (const { definition } of indexes) await client.query(definition)
    await client.query('commit')
    await client.query('vacuum (analyze) orders, order_lines, parcels, parcel_lines, skus')
  } finally {
    await client.end()
  }
}
