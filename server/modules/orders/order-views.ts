/**
 * The list of orders. A page is read in lanes: one walk of an index per shop and status (and province), each already in the order of the
 * list, merged at the end. What is outside the scope or the filter is in no lane, so nothing is read only to be thrown away.
 */
import type { z } from 'zod'
import { ORDER_STATUSES, type OrderRow, type orderFilters } from '#contract/orders.ts'
import { inScope, reachesShop, type Scope, shopsOf } from '#kernel/access.ts'
import { byOnePlan, joinSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { writeCursor } from '#kernel/keyset.ts'
import { shopsById } from '#modules/shops/public.ts'
import { endOf, inRange, microsOfColumn, momentAt, type Position, positionIn, startOf } from './list-positions.ts'
import { inParcels } from './parcel-scope.ts'
import { type Found, findBySearch, ordersMatching } from './search-terms.ts'

type Filters = z.output<typeof orderFilters>
export type Page<R> = { rows: R[]; next: string | null }
const PAGE = 50
const LISTS = ['newest'] as const
const emptyPage = { rows: [], next: null }

/** The shops an actor may list, by id; narrowed to those asked for. */
async function shopsInList(
  reader: Reader,
  scope: Scope,
  wanted: readonly string[] | undefined,
): Promise<Map<string, { name: string }>> {
  const shops = await shopsById(reader, wanted)
  return new Map([...shops].filter(([shopId]) => reachesShop(scope, shopId)))
}

type Chosen = { page: Sql; shops: ReadonlyMap<string, { name: string }> }

/** A query of the ids of the next `count` orders of a list, newest first; undefined when no shop is reached. */
export async function chosenOrders(
  reader: Reader,
  scope: Scope,
  { filters, cursor, count, now }: { filters: Filters; cursor: string | null | undefined; count: number; now: Date },
): Promise<Chosen | undefined> {
  const position = positionIn(cursor, LISTS)
  const shops = await shopsInList(reader, scope, filters.shopIds)
  const shopIds = [...shops.keys()]
  if (shopIds.length === 0) return undefined
  const found = filters.search ? await findBySearch(reader, shopIds, filters.search, inParcels(scope, now)) : undefined
  const wanted = { filters, shopIds, start: startOf(position, filters, 'newest'), count }
  const page =
    found?.kind === 'few'
      ? amongFound(reader, { ...wanted, found })
      : inLanes(reader, { ...wanted, found, everyShop: shopsOf(scope) === 'all' && filters.shopIds === undefined })
  return { page, shops }
}

/** The place behind this order in the list. */
export const orderCursor = (row: { micros: string; orderId: string }): string => writeCursor([LISTS[0], row.micros, row.orderId])

/** Newest first. */
export async function orderPage(
  reader: Reader,
  scope: Scope,
  input: { filters?: Filters | undefined; cursor?: string | null | undefined },
  now: Date,
): Promise<Page<OrderRow>> {
  const chosen = await chosenOrders(reader, scope, { filters: input.filters ?? {}, cursor: input.cursor, count: PAGE + 1, now })
  if (!chosen) return emptyPage
  const { page, shops } = chosen
  const rows = await orderRows(reader, scope, now, page)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => orderView(row, shops.get(row.shop_id)?.name ?? '')),
    next: last ? orderCursor({ micros: last.micros, orderId: last.order_id }) : null,
  }
}

type Wanted = { filters: Filters; shopIds: readonly string[]; start: Position; count: number }

/** Found by search: the ids are known, only to be filtered and sorted. */
function amongFound(
  reader: Reader,
  { filters, shopIds, start, count, found }: Wanted & { found: Extract<Found, { kind: 'few' }> },
): Sql {
  return sql`
    with candidates as materialized (
      select unnest(${found.orderIds}::uuid[]) as order_id
      union select pl.order_id from parcel_lines pl where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = any(${found.parcelIds}::uuid[]))
    select o.order_id from candidates c join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = c.order_id
    where o.shop_id = any(${shopIds}::uuid[]) and (o.created_at, o.order_id) < (${momentAt(start)}, ${start.id}::uuid)
      and ${inRange(filters, sql`o.created_at`)}
      and o.status = any(${filters.statuses ?? ORDER_STATUSES}::text[])
      and ${filters.province === undefined ? sql`true` : sql`o.province = ${filters.province}`} and ${hasRefund(filters)}
    order by o.created_at desc, o.order_id desc limit ${count}`
}

function hasRefund({ hasRefund }: Filters): Sql {
  if (hasRefund === undefined) return sql`true`
  return hasRefund ? sql`o.refunded_fen > 0` : sql`o.refunded_fen <= 0`
}

function inLanes(
  reader: Reader,
  wanted: Wanted & { found: Exclude<Found, { kind: 'few' }> | undefined; everyShop: boolean },
): Sql {
  const { filters, start, count, found } = wanted
  const conditions: Sql[] = [
    sql`(o.created_at, o.order_id) < (${momentAt(start)}, ${start.id}::uuid)`,
    endOf(filters, 'newest', sql`o.created_at`),
    hasRefund(filters),
  ]
  if (found) conditions.push(ordersMatching(reader, found))
  const isWhole = wanted.everyShop && !filters.statuses && filters.province === undefined && !filters.hasRefund
  if (!isWhole) conditions.push(sql`o.shop_id = lane.shop_id and o.status = lane.status`)
  if (filters.province !== undefined) conditions.push(sql`o.province = ${filters.province}`)
  return sql`
    select k.order_id from ${isWhole ? sql`(select) as lane` : lanes(wanted)}
    cross join lateral (
      select o.order_id, o.created_at from orders o where o.merchant_id = ${reader.merchantId} and ${joinSql(conditions, ' and ')}
      order by o.created_at desc, o.order_id desc limit ${count}) k
    order by k.created_at desc, k.order_id desc limit ${count}`
}

function lanes({ filters, shopIds }: Wanted): Sql {
  const pairs = shopIds.flatMap((shopId) =>
    [...new Set(filters.statuses ?? ORDER_STATUSES)].map((status) => ({ shopId, status })),
  )
  return sql`unnest(${pairs.map((pair) => pair.shopId)}::uuid[], ${pairs.map((pair) => pair.status)}::text[]) as lane(shop_id, status)`
}

type Row = {
  order_id: string
  shop_id: string
  platform_order_id: string
  status: OrderRow['status']
  buyer_nick: string
  province: string
  city: string
  lines_text: string
  pieces: number
  goods_fen: string
  freight_fen: string
  paid_fen: string
  refunded_fen: string
  created_at: string
  micros: string
  paid_at: string | null
  buyer_note: string
  seller_memo: string
  seller_flag: number
  parcels: OrderRow['parcels'] | null
}

/** The parcels shown beside an order are those the reader reaches. */
function orderRows(reader: Reader, scope: Scope, now: Date, page: Sql): Promise<Row[]> {
  return byOnePlan(reader, () =>
    reader.rows<Row>(sql`
    select o.order_id, o.shop_id, o.platform_order_id, o.status, o.buyer_nick, o.province, o.city, o.lines_text, o.pieces, o.goods_fen,
      o.freight_fen, o.paid_fen, o.refunded_fen, o.created_at, ${microsOfColumn(sql`o.created_at`)} as micros, o.paid_at, o.buyer_note,
      o.seller_memo, o.seller_flag, inside.parcels
    from (${page}) page
    join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = page.order_id and ${inScope(scope, sql`o.shop_id`)}
    cross join lateral (
      select jsonb_agg(distinct jsonb_build_object('parcelId', p.parcel_id, 'number', p.number, 'station', p.station,
        'waybillNumber', p.waybill_number)) as parcels
      from parcel_lines pl join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = pl.parcel_id and ${inParcels(scope, now)}
      where pl.merchant_id = ${reader.merchantId} and pl.order_id = o.order_id) inside
    order by o.created_at desc, o.order_id desc`),
  )
}

const orderView = (row: Row, shopName: string): OrderRow => ({
  orderId: row.order_id,
  shopId: row.shop_id,
  shopName,
  platformOrderId: row.platform_order_id,
  status: row.status,
  buyerNick: row.buyer_nick,
  province: row.province,
  city: row.city,
  linesText: row.lines_text,
  pieces: row.pieces,
  goodsFen: Number(row.goods_fen),
  freightFen: Number(row.freight_fen),
  paidFen: Number(row.paid_fen),
  refundedFen: Number(row.refunded_fen),
  createdAt: row.created_at,
  paidAt: row.paid_at,
  buyerNote: row.buyer_note,
  sellerMemo: row.seller_memo,
  sellerFlag: row.seller_flag,
  parcels: row.parcels ?? [],
})
