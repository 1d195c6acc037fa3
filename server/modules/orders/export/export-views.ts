/** Reads of order exports, and of the orders in them. Plain receivers are never among what is read. */
import type { ExportRow } from '#contract/order-exports.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { byOnePlan, type Reader, sql } from '#kernel/db.ts'
import { microsOfColumn } from '../list-positions.ts'
import { chosenOrders } from '../order-views.ts'
import { inParcels } from '../parcel-scope.ts'
import type { ExportedOrder, ExportPlan, OrderFilters } from './order-export.ts'

const SHOWN = 20

export function exportsOf(reader: Reader, accountId: string): Promise<ExportRow[]> {
  return reader.rows<ExportRow>(sql`
    select export_id as "exportId", format, state, total_count as total, done_count as done,
      case when state = 'finished' then file_id end as "fileId", file_name as "fileName", problem, created_at as "createdAt",
      finished_at as "finishedAt"
    from order_exports where merchant_id = ${reader.merchantId} and account_id = ${accountId}
    order by created_at desc, export_id desc limit ${SHOWN}`)
}

export function exportPlan(reader: Reader, exportId: string): Promise<ExportPlan | undefined> {
  return reader.maybe<ExportPlan>(sql`
    select export_id as "exportId", account_id as "accountId", account_name as "accountName", ip, language, format, filters, state,
      total_count as "totalCount", done_count as "doneCount", file_id as "fileId"
    from order_exports where merchant_id = ${reader.merchantId} and export_id = ${exportId}`)
}

/** Ended before this moment: their files are to go. */
export function exportsEndedBefore(reader: Reader, before: Date): Promise<{ exportId: string; fileId: string }[]> {
  return reader.rows(sql`
    select export_id as "exportId", file_id as "fileId" from order_exports
    where merchant_id = ${reader.merchantId} and finished_at < ${before} order by export_id limit 500`)
}

/** How many orders the list holds, counted no further than `most`. */
export async function countOrders(reader: Reader, scope: Scope, filters: OrderFilters, most: number, now: Date): Promise<number> {
  const chosen = await chosenOrders(reader, scope, { filters, cursor: null, now, count: most })
  if (!chosen) return 0
  const row = await reader.maybe<{ n: number }>(sql`select count(*)::int as n from (${chosen.page}) chosen`)
  return row?.n ?? 0
}

/** The next orders of the list, newest first, with the numbers of those parcels that are reached. */
export async function ordersForExport(
  reader: Reader,
  scope: Scope,
  asked: { filters: OrderFilters; cursor: string | null; count: number; now: Date },
): Promise<ExportedOrder[]> {
  const chosen = await chosenOrders(reader, scope, asked)
  if (!chosen) return []
  return byOnePlan(reader, () =>
    reader.rows<ExportedOrder>(sql`
    select o.order_id as "orderId", ${microsOfColumn(sql`o.created_at`)} as micros, o.shop_id as "shopId",
      o.platform_order_id as "platformOrderId", o.status, o.created_at as "createdAt", o.paid_at as "paidAt", o.buyer_nick as "buyerNick",
      o.receiver_text as "receiverText", o.province, o.city, o.lines_text as "linesText", o.pieces, o.goods_fen as "goodsFen",
      o.freight_fen as "freightFen", o.paid_fen as "paidFen", o.refunded_fen as "refundedFen", o.buyer_note as "buyerNote",
      o.seller_memo as "sellerMemo", o.internal_note as "internalNote", coalesce(inside.parcels, '') as parcels
    from (${chosen.page}) page
    join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = page.order_id and ${inScope(scope, sql`o.shop_id`)}
    cross join lateral (
      select string_agg(distinct trim(p.number || ' ' || p.carrier || ' ' || p.waybill_number), '；') as parcels
      from parcel_lines pl join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = pl.parcel_id and ${inParcels(scope, asked.now)}
      where pl.merchant_id = ${reader.merchantId} and pl.order_id = o.order_id) inside
    order by o.created_at desc, o.order_id desc`),
  )
}
