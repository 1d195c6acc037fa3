/** Everything the page of one parcel shows, in two round trips; and its receiver in plain. */

import { errors } from '#contract/errors.ts'
import type { ParcelPage } from '#contract/orders.ts'
import type { Row, Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Vault } from '#kernel/vault.ts'
import { shopsById, warehousesById } from '#modules/shops/public.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import { maskedFields } from './mask-rules.ts'
import { noteSupport, sellerNotesOf } from './notes/note-views.ts'
import type { OrderStatus } from './order.ts'
import { mergeableWith, type ParcelListRow, parcelView, selectParcelRows } from './parcel-rows.ts'
import { inParcels } from './parcel-scope.ts'
import { shownDetails } from './timeline-rules.ts'

const TIMELINE_SHOWN = 200
const MERGEABLE_SHOWN = 50

type HeadRow = ParcelListRow & { receiver_key: string; findings: ParcelPage['findings']; hold_reason: string }

/** Throws notFound for a parcel outside the scope as for one that does not exist. */
export async function parcelPageOf(reader: Reader, scope: Scope, vault: Vault, parcelId: string, now: Date): Promise<ParcelPage> {
  const head = await reader.maybe<HeadRow>(sql`
    select row.*, p.receiver_key, p.findings, p.hold_reason
    from (${selectParcelRows(reader, scope, now, sql`select ${parcelId}::uuid as parcel_id`)}) row
    join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = row.parcel_id`)
  if (!head) return fail(errors.notFound)
  const [shops, warehouses, orders, lines, mergeable, timeline, notes] = await Promise.all([
    shopsById(reader, [head.shop_id]),
    warehousesById(reader),
    ordersInside(reader, parcelId),
    linesInside(reader, parcelId),
    head.mergeable_count === 0 ? [] : mergeableParcels(reader, scope, parcelId, now),
    timelineOf(reader, parcelId),
    sellerNotesOf(reader, insideParcel(reader, parcelId)),
  ])
  return {
    ...parcelView(head, { shops, warehouses }, now),
    receiver: { ...maskedFields(receiverOf(reader, vault, orders, head.receiver_key)), masked: true },
    lines,
    orders: orders.map((order) => orderView(order, head.write_back, notes.get(order.order_id) ?? null)),
    sellerNotes: noteSupport(shops.get(head.shop_id)?.platform ?? 'file'),
    findings: head.findings,
    holdReason: head.hold_reason,
    mergeable,
    timeline,
  }
}

type OrderRow = {
  order_id: string
  platform_order_id: string
  status: OrderStatus
  buyer_note: string
  seller_memo: string
  seller_flag: number
  internal_note: string
  paid_fen: string
  freight_fen: string
  created_at: string
  paid_at: string | null
  receiver_sealed: Buffer
  receiver_key: string
  receiver_masked: boolean
}

const insideParcel = (reader: Reader, parcelId: string): Sql =>
  sql`select pl.order_id from parcel_lines pl where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = ${parcelId}`

const ordersInside = (reader: Reader, parcelId: string): Promise<OrderRow[]> =>
  reader.rows<OrderRow>(sql`
    select o.order_id, o.platform_order_id, o.status, o.buyer_note, o.seller_memo, o.seller_flag, o.internal_note, o.paid_fen, o.freight_fen,
      o.created_at, o.paid_at, o.receiver_sealed, o.receiver_key, o.receiver_masked
    from orders o where o.merchant_id = ${reader.merchantId} and o.order_id in (${insideParcel(reader, parcelId)})
    order by o.created_at, o.order_id`)

/** The parcel goes where it was planned for; an order whose address changed later says otherwise. */
function receiverOf(reader: Reader, vault: Vault, orders: readonly OrderRow[], receiverKey: string): Receiver {
  const order = addressedOrder(orders, receiverKey)
  return JSON.parse(vault.open(reader.merchantId, order.receiver_sealed)) as Receiver
}
const addressedOrder = (orders: readonly OrderRow[], receiverKey: string): OrderRow =>
  orders.find((order) => order.receiver_key === receiverKey) ?? orders[0] ?? fail(errors.notFound)

export type StoredReceiver = {
  /** As the platform sent it. */
  receiver: Receiver
  isMasked: boolean
  receiverKey: string
  /** The order whose receiver it is, and its shop. */
  orderId: string
  shopId: string
  /** Where the parcel lies. */
  row: Row
}
/** The receiver of a parcel as it is stored. Throws notFound as the page does. */
export async function storedReceiver(
  reader: Reader,
  scope: Scope,
  vault: Vault,
  parcelId: string,
  now: Date,
): Promise<StoredReceiver> {
  const parcel = await reader.maybe<Row & { receiver_key: string; shopId: string }>(sql`
    select p.receiver_key, p.shop_id as "shopId", p.warehouse_id as "warehouseId",
      case when p.claimed_until > ${now} then p.claimed_by end as "holderId"
    from parcels p
    where p.merchant_id = ${reader.merchantId} and p.parcel_id = ${parcelId} and ${inParcels(scope, now)}`)
  if (!parcel) return fail(errors.notFound)
  const { receiver_key: parcelKey, ...row } = parcel
  const order = addressedOrder(await ordersInside(reader, parcelId), parcelKey)
  const receiver = JSON.parse(vault.open(reader.merchantId, order.receiver_sealed)) as Receiver
  const { order_id: orderId, receiver_key: receiverKey, receiver_masked: isMasked } = order
  return { receiver, isMasked, receiverKey, orderId, shopId: row.shopId, row }
}

/** The receiver of one order as it is stored now; null when there is no such order. */
export async function receiverOfOrder(
  reader: Reader,
  vault: Vault,
  orderId: string,
): Promise<{ receiver: Receiver; receiverKey: string } | null> {
  const order = await reader.maybe<{ receiver_sealed: Buffer; receiver_key: string }>(sql`
    select o.receiver_sealed, o.receiver_key from orders o where o.merchant_id = ${reader.merchantId} and o.order_id = ${orderId}`)
  if (!order) return null
  return {
    receiver: JSON.parse(vault.open(reader.merchantId, order.receiver_sealed)) as Receiver,
    receiverKey: order.receiver_key,
  }
}

/** What is shown of a receiver. */
export const shownReceiver = ({ zip: _, ...shown }: Receiver): Omit<Receiver, 'zip'> => shown

type OrderView = ParcelPage['orders'][number]
const orderView = (row: OrderRow, writeBack: ParcelPage['writeBack'], sellerNote: OrderView['sellerNote']): OrderView => ({
  orderId: row.order_id,
  platformOrderId: row.platform_order_id,
  status: row.status,
  buyerNote: row.buyer_note,
  sellerMemo: row.seller_memo,
  sellerFlag: row.seller_flag,
  sellerNote,
  internalNote: row.internal_note,
  paidFen: Number(row.paid_fen),
  freightFen: Number(row.freight_fen),
  createdAt: row.created_at,
  paidAt: row.paid_at,
  writeBack,
  writeBackError: '',
})

type LineRow = Omit<ParcelPage['lines'][number], 'priceFen' | 'paidFen'> & { priceFen: string; paidFen: string }

async function linesInside(reader: Reader, parcelId: string): Promise<ParcelPage['lines']> {
  const rows = await reader.rows<LineRow>(sql`
    select l.line_id as "lineId", l.order_id as "orderId", o.platform_order_id as "platformOrderId", l.merchant_sku as "skuCode", l.title,
      l.variant, pl.quantity, l.price_fen as "priceFen", l.paid_fen as "paidFen", l.refund_state as "refundState"
    from parcel_lines pl
    join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
    join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = pl.order_id
    where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = ${parcelId}
    order by o.created_at, o.order_id, l.platform_line_id`)
  return rows.map((row) => ({ ...row, priceFen: Number(row.priceFen), paidFen: Number(row.paidFen) }))
}

const mergeableParcels = (reader: Reader, scope: Scope, parcelId: string, now: Date): Promise<ParcelPage['mergeable']> =>
  reader.rows<ParcelPage['mergeable'][number]>(sql`
    select q.parcel_id as "parcelId", q.number, q.lines_text as "linesText" from parcels p
    join parcels q on q.merchant_id = ${reader.merchantId} and ${mergeableWith(reader)} and ${inParcels(scope, now, 'q')}
    where p.merchant_id = ${reader.merchantId} and p.parcel_id = ${parcelId} order by q.created_at, q.parcel_id limit ${MERGEABLE_SHOWN}`)

/** What was done to the parcel and to the orders inside, newest first. */
async function timelineOf(reader: Reader, parcelId: string): Promise<ParcelPage['timeline']> {
  const rows = await reader.rows<ParcelPage['timeline'][number]>(sql`
    with touching as (
      select t.entry_id from log_objects t where t.merchant_id = ${reader.merchantId} and t.object_kind = 'parcel' and t.object_id = ${parcelId}
      union
      select t.entry_id from log_objects t where t.merchant_id = ${reader.merchantId} and t.object_kind = 'order'
        and t.object_id in (select inside.order_id::text from (${insideParcel(reader, parcelId)}) inside))
    select e.entry_id as "entryId", e.at, e.operation, e.outcome, e.actor_name as "actorName", e.via, e.details
    from touching t join log_entries e on e.merchant_id = ${reader.merchantId} and e.entry_id = t.entry_id and e.outcome = 'done'
    order by e.at desc, e.entry_id desc limit ${TIMELINE_SHOWN}`)
  return rows.map((row) => ({ ...row, details: shownDetails(row.details) }))
}
