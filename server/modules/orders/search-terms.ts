/** What a person types into the search of a list: an order number or its beginning, a nick, a waybill, a parcel number, or goods. */
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { skuCodesMatching } from '#modules/catalog/public.ts'

/**
 * `few`: these rows, in no order. `many`: more than a page could need, so that walking the list in its order meets them soon; then the
 * condition is asked row by row.
 */
export type Found =
  | { kind: 'few'; orderIds: string[]; parcelIds: string[] }
  | { kind: 'many'; by: 'beginning'; text: string }
  | { kind: 'many'; by: 'goods'; codes: string[] }

/** Up to here ids are gathered and sorted; beyond, the list is walked. Both take about the same time at a million orders. */
const FEW = 2000

/** Behind every text that begins with this one, in the order of code points. */
const endOfBeginning = (text: string): string => `${text}\u{10FFFF}`

/**
 * Looks in these shops. Numbers and names come first; only when none fits, goods are tried. `inside` is the condition on a parcel p that
 * may be found by its own numbers: a waybill leads nobody to the order of a parcel he does not reach.
 */
export async function findBySearch(reader: Reader, shopIds: readonly string[], text: string, inside: Sql): Promise<Found> {
  const [numbered, named, parcels] = await Promise.all([
    beginningWith(reader, shopIds, text, sql`o.platform_order_id`),
    beginningWith(reader, shopIds, text, sql`o.buyer_nick`),
    reader.rows<{ parcel_id: string }>(sql`
      select p.parcel_id from parcels p
      where p.merchant_id = ${reader.merchantId} and p.waybill_number = ${text} and p.waybill_number <> '' and p.shop_id = any(${shopIds}::uuid[])
        and ${inside}
      union select p.parcel_id from parcels p
      where p.merchant_id = ${reader.merchantId} and p.number = ${text.toUpperCase()} and p.shop_id = any(${shopIds}::uuid[])
        and ${inside}`),
  ])
  if (numbered.length > FEW || named.length > FEW) return { kind: 'many', by: 'beginning', text }
  const orderIds = [...new Set([...numbered, ...named])]
  if (orderIds.length > 0 || parcels.length > 0) return { kind: 'few', orderIds, parcelIds: parcels.map((row) => row.parcel_id) }
  return findByGoods(reader, text)
}

async function beginningWith(reader: Reader, shopIds: readonly string[], text: string, column: Sql): Promise<string[]> {
  const rows = await reader.rows<{ order_id: string }>(sql`
    select k.order_id from unnest(${shopIds}::uuid[]) as s(shop_id)
    cross join lateral (
      select o.order_id from orders o
      where o.merchant_id = ${reader.merchantId} and o.shop_id = s.shop_id and ${column} >= ${text} and ${column} < ${endOfBeginning(text)}
      limit ${FEW + 1}) k
    limit ${FEW + 1}`)
  return rows.map((row) => row.order_id)
}

async function findByGoods(reader: Reader, text: string): Promise<Found> {
  // A code that the catalogue does not know may still stand in orders.
  const codes = [...new Set([text, ...(await skuCodesMatching(reader, text))])]
  const rows = await reader.rows<{ order_id: string }>(sql`
    select l.order_id from order_lines l where l.merchant_id = ${reader.merchantId} and l.merchant_sku = any(${codes}::text[])
    limit ${FEW + 1}`)
  if (rows.length > FEW) return { kind: 'many', by: 'goods', codes }
  return { kind: 'few', orderIds: [...new Set(rows.map((row) => row.order_id))], parcelIds: [] }
}

/** The condition of `many` on a row of orders o. */
export function ordersMatching(reader: Reader, found: Extract<Found, { kind: 'many' }>): Sql {
  if (found.by === 'goods')
    // A scalar subquery is asked row by row; EXISTS could be turned into a join that reads every line of the goods first.
    return sql`coalesce((select true from order_lines l where l.merchant_id = ${reader.merchantId} and l.order_id = o.order_id
      and l.merchant_sku = any(${found.codes}::text[]) limit 1), false)`
  const end = endOfBeginning(found.text)
  return sql`((o.platform_order_id >= ${found.text} and o.platform_order_id < ${end}) or (o.buyer_nick >= ${found.text} and o.buyer_nick < ${end}))`
}

/** The condition of `many` on a row of parcels p. */
export function parcelsMatching(reader: Reader, found: Extract<Found, { kind: 'many' }>): Sql {
  if (found.by === 'goods')
    return sql`coalesce((select true from parcel_lines pl join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = p.parcel_id and l.merchant_sku = any(${found.codes}::text[]) limit 1), false)`
  return sql`(starts_with(p.platform_order_ids, ${found.text}) or position(${` ${found.text}`} in p.platform_order_ids) > 0
    or starts_with(p.buyer_nick, ${found.text}))`
}
