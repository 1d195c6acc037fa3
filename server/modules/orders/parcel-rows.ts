/** A parcel as lists and its page show it: the columns, and the row made of them. */
import type { ParcelRow } from '#contract/orders.ts'
import type { Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { microsOfColumn } from './list-positions.ts'
import { inParcels } from './parcel-scope.ts'

export type ParcelListRow = {
  parcel_id: string
  number: string
  shop_id: string
  warehouse_id: string
  station: ParcelRow['station']
  review_state: ParcelRow['reviewState']
  fulfilment_state: ParcelRow['fulfilmentState']
  flags: string
  platform_order_ids: string
  buyer_nick: string
  receiver_text: string
  province: string
  pieces: number
  lines_text: string
  paid_fen: string
  has_buyer_note: boolean
  has_seller_memo: boolean
  seller_flag: number
  created_at: string
  paid_at: string | null
  ship_by: string | null
  review_after: string | null
  claimed_by: string | null
  claimed_name: string | null
  claimed_until: string | null
  carrier: string
  waybill_number: string
  printed_count: number
  write_back: ParcelRow['writeBack']
  mergeable_count: number
  version: number
  /** created_at, and the deadline, for cursors. */
  micros: string
  deadline_micros: string
}

const parcelListColumns: Sql = sql`p.parcel_id, p.number, p.shop_id, p.warehouse_id, p.station, p.review_state, p.fulfilment_state, p.flags, p.platform_order_ids,
  p.buyer_nick, p.receiver_text, p.province, p.pieces, p.lines_text, p.paid_fen, p.has_buyer_note, p.has_seller_memo, p.seller_flag, p.created_at,
  p.paid_at, p.ship_by, p.review_after, p.claimed_by, p.claimed_name, p.claimed_until, p.carrier, p.waybill_number, p.printed_count, p.write_back,
  p.version, ${microsOfColumn(sql`p.created_at`)} as micros, ${microsOfColumn(sql`coalesce(p.ship_by, 'infinity')`)} as deadline_micros`

/** More than this many are shown as this many. */
const MERGEABLE_SHOWN = 99

/**
 * Rows q that could go in one box with p: open, same shop and warehouse, same buyer, same merge group, and not the other half of a split order.
 * Walks parcels_open_by_group.
 */
export const mergeableWith = (reader: Reader): Sql => sql`
  q.merchant_id = ${reader.merchantId} and q.shop_id = p.shop_id and q.warehouse_id = p.warehouse_id and q.merge_group = p.merge_group and q.merge_group <> ''
  and q.buyer_key = p.buyer_key and q.fulfilment_state = 'none' and q.review_state not in ('stopped', 'unpaid') and q.parcel_id <> p.parcel_id
  and not string_to_array(q.platform_order_ids, ' ') && string_to_array(p.platform_order_ids, ' ')`
const isOpen = sql`p.fulfilment_state = 'none' and p.review_state not in ('stopped', 'unpaid')`

/** Those of these parcels that the scope reaches; `chosen` is a query of parcel ids. In no order. Others count as mergeable only where they are reached too. */
export const selectParcelRows = (reader: Reader, scope: Scope, now: Date, chosen: Sql): Sql => sql`
  select ${parcelListColumns}, coalesce(near.mergeable_count, 0) as mergeable_count
  from (${chosen}) chosen
  join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = chosen.parcel_id and ${inParcels(scope, now)}
  left join lateral (
    select count(*)::int as mergeable_count from (
      select from parcels q where q.merchant_id = ${reader.merchantId} and ${mergeableWith(reader)} and ${inParcels(scope, now, 'q')}
      limit ${MERGEABLE_SHOWN}) few
  ) near on ${isOpen}`

type Names = { shops: ReadonlyMap<string, { name: string }>; warehouses: ReadonlyMap<string, { name: string }> }

export function parcelView(row: ParcelListRow, { shops, warehouses }: Names, now: Date): ParcelRow {
  const isClaimed = row.claimed_by !== null && row.claimed_until !== null && Date.parse(row.claimed_until) > now.getTime()
  return {
    parcelId: row.parcel_id,
    number: row.number,
    shopId: row.shop_id,
    shopName: shops.get(row.shop_id)?.name ?? '',
    warehouseId: row.warehouse_id,
    warehouseName: warehouses.get(row.warehouse_id)?.name ?? '',
    station: row.station,
    reviewState: row.review_state,
    fulfilmentState: row.fulfilment_state,
    flags: row.flags,
    platformOrderIds: row.platform_order_ids === '' ? [] : row.platform_order_ids.split(' '),
    buyerNick: row.buyer_nick,
    receiverText: row.receiver_text,
    province: row.province,
    pieces: row.pieces,
    linesText: row.lines_text,
    paidFen: Number(row.paid_fen),
    hasBuyerNote: row.has_buyer_note,
    hasSellerMemo: row.has_seller_memo,
    sellerFlag: row.seller_flag,
    createdAt: row.created_at,
    paidAt: row.paid_at,
    shipBy: row.ship_by,
    reviewAfter: row.review_after,
    claim: isClaimed ? { accountId: row.claimed_by ?? '', name: row.claimed_name ?? '', until: row.claimed_until ?? '' } : null,
    carrier: row.carrier,
    waybillNumber: row.waybill_number,
    printedCount: row.printed_count,
    writeBack: row.write_back,
    mergeableCount: row.mergeable_count,
    version: row.version,
  }
}
