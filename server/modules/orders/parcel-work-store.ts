/** Parcels as fulfilment moves them: numbered, printed, shipped, reported. Every move is one statement over the whole batch. */
import type { Scope } from '#kernel/access.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { shipStock } from '#modules/inventory/public.ts'
import type { By, Claim, FulfilmentState, ReviewState, WriteBackState } from './order.ts'
import { FULFILMENT_MOVES, statesBefore } from './order-states.ts'
import { inParcels } from './parcel-scope.ts'

export type ParcelForWork = {
  parcelId: string
  shopId: string
  warehouseId: string
  number: string
  reviewState: ReviewState
  fulfilmentState: FulfilmentState
  carrier: string
  waybillNumber: string
  printedCount: number
  /** A living claim, whoever holds it; null = free. */
  claim: Claim | null
  /** Name of the person who holds it when that is not the asking account. */
  claimedByOther: string | null
  /** A buyer asks for money back on a line inside. */
  refundAsked: boolean
  receiverKey: string
  platformOrderIds: string
}

type WorkRow = {
  parcel_id: string
  shop_id: string
  warehouse_id: string
  number: string
  review_state: ReviewState
  fulfilment_state: FulfilmentState
  carrier: string
  waybill_number: string
  printed_count: number
  claimed_by: string | null
  claimed_name: string | null
  claimed_until: string | null
  receiver_key: string
  platform_order_ids: string
}

export type Asker = { scope: Scope; accountId: string }

/** Locks these parcels in id order, whatever their state; those the asker does not reach are missing from the answer. */
export async function lockApprovedParcels(
  tx: Tx,
  { scope, accountId }: Asker,
  parcelIds: readonly string[],
  now: Date,
): Promise<ParcelForWork[]> {
  const locked = tx.rows<WorkRow>(sql`
    select p.parcel_id, p.shop_id, p.warehouse_id, p.number, p.review_state, p.fulfilment_state, p.carrier, p.waybill_number,
      p.printed_count, p.receiver_key, p.platform_order_ids,
      case when p.claimed_until > ${now} then p.claimed_by end as claimed_by, p.claimed_name, p.claimed_until
    from parcels p
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = any(${parcelIds}::uuid[]) and ${inParcels(scope, now)}
    order by p.parcel_id for update`)
  // Read after the locks are held, so that a refund that arrived meanwhile is seen.
  const asked = tx.rows<{ parcel_id: string }>(sql`
    select distinct pl.parcel_id from parcel_lines pl
    join order_lines l on l.merchant_id = ${tx.merchantId} and l.line_id = pl.line_id
    where pl.merchant_id = ${tx.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[]) and l.refund_state = 'asked'`)
  const [rows, askedRows] = await Promise.all([locked, asked])
  const refunding = new Set(askedRows.map((row) => row.parcel_id))
  return rows.map((row) => ({
    parcelId: row.parcel_id,
    shopId: row.shop_id,
    warehouseId: row.warehouse_id,
    number: row.number,
    reviewState: row.review_state,
    fulfilmentState: row.fulfilment_state,
    carrier: row.carrier,
    waybillNumber: row.waybill_number,
    printedCount: row.printed_count,
    claim: claimOf(row),
    claimedByOther: row.claimed_by !== null && row.claimed_by !== accountId ? (row.claimed_name ?? '') : null,
    refundAsked: refunding.has(row.parcel_id),
    receiverKey: row.receiver_key,
    platformOrderIds: row.platform_order_ids,
  }))
}

function claimOf(row: WorkRow): Claim | null {
  if (row.claimed_by === null || row.claimed_until === null) return null
  return { accountId: row.claimed_by, name: row.claimed_name ?? '', until: row.claimed_until }
}

/** Gives parcels their waybill. A parcel that has a number already, or has left, keeps what it has. */
export async function setWaybills(
  tx: Tx,
  rows: readonly { parcelId: string; carrier: string; waybillNumber: string }[],
): Promise<void> {
  const values = rows.map((row) => ({ parcel_id: row.parcelId, carrier: row.carrier, waybill_number: row.waybillNumber }))
  await tx.write(sql`
    update parcels p set fulfilment_state = 'waybill', carrier = w.carrier, waybill_number = w.waybill_number, version = p.version + 1
    from jsonb_to_recordset(${recordset(values)}::jsonb) as w(parcel_id uuid, carrier text, waybill_number text)
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = w.parcel_id
      and p.fulfilment_state = any(${statesBefore(FULFILMENT_MOVES, 'number')}::text[])`)
}

/**
 * Takes waybills back: the parcel stands before the carrier again and follows its orders' receiver once more, so a hold for a
 * changed address clears with the next recheck.
 */
export async function clearWaybills(tx: Tx, parcelIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    with current_receiver as (
      select distinct on (pl.parcel_id) pl.parcel_id, o.receiver_key, o.merge_group, o.receiver_text, o.province
      from parcel_lines pl join orders o on o.merchant_id = ${tx.merchantId} and o.order_id = pl.order_id
      where pl.merchant_id = ${tx.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[])
      order by pl.parcel_id, o.created_at, o.order_id)
    update parcels p set fulfilment_state = 'none', carrier = '', waybill_number = '', printed_count = 0, version = p.version + 1,
      receiver_key = r.receiver_key, merge_group = r.merge_group, receiver_text = r.receiver_text, province = r.province
    from current_receiver r
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = r.parcel_id
      and p.fulfilment_state = any(${statesBefore(FULFILMENT_MOVES, 'void')}::text[])`)
}

/** One more sheet came out of the printer. */
export async function setPrinted(tx: Tx, parcelIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update parcels set fulfilment_state = 'printed', printed_count = printed_count + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[])
      and fulfilment_state = any(${statesBefore(FULFILMENT_MOVES, 'print')}::text[])`)
}

/**
 * Ships parcels and takes their goods out of stock; `reported` are those whose number the platform is yet to be told. Answers the
 * ids that were shipped now; one that already was, or is not approved, is missing (constraint parcels_ship_only_approved is the
 * last word).
 */
export async function setShipped(
  tx: Tx,
  parcelIds: readonly string[],
  by: By & { accountId: string },
  reported: readonly string[] = [],
): Promise<string[]> {
  const rows = await tx.rows<{ parcel_id: string }>(sql`
    update parcels set fulfilment_state = 'shipped', shipped_at = ${by.now}, claimed_by = null, claimed_name = null,
      claimed_until = null, version = version + 1,
      write_back = case when parcel_id = any(${reported}::uuid[]) then 'waiting' else write_back end
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and review_state = 'approved'
      and fulfilment_state = any(${statesBefore(FULFILMENT_MOVES, 'ship')}::text[])
    returning parcel_id`)
  const shipped = rows.map((row) => row.parcel_id)
  if (shipped.length > 0) await shipStock(tx, shipped, by)
  return shipped
}

/** The number under which a parcel that has left goes on. */
export async function setShippedNumber(
  tx: Tx,
  { parcelId, carrier, waybillNumber }: { parcelId: string; carrier: string; waybillNumber: string },
): Promise<void> {
  await tx.write(sql`
    update parcels set carrier = ${carrier}, waybill_number = ${waybillNumber}, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id = ${parcelId} and fulfilment_state = 'shipped'`)
}

/** What the platform said about the parcel's shipment, worst order first. */
export async function setWriteBack(tx: Tx, rows: readonly { parcelId: string; state: WriteBackState }[]): Promise<void> {
  const values = rows.map((row) => ({ parcel_id: row.parcelId, state: row.state }))
  await tx.write(sql`
    update parcels p set write_back = w.state, version = p.version + 1
    from jsonb_to_recordset(${recordset(values)}::jsonb) as w(parcel_id uuid, state text)
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = w.parcel_id and p.write_back <> w.state`)
}
