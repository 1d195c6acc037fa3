/** Write-backs: one row per order in a shipped parcel, from waiting to confirmed or to a person. */
import type { Scope } from '#kernel/access.ts'
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { inParcelsOf, setWriteBack } from '#modules/orders/public.ts'
import { shownState, type WriteBackState } from './write-back-rules.ts'

export type NewWriteBack = {
  writeBackId: string
  parcelId: string
  parcelNumber: string
  orderId: string
  shopId: string
  platformOrderId: string
  platformLineIds: string[]
  carrier: string
  waybillNumber: string
  state: 'waiting' | 'settled'
  problem: string
}

export async function insertWriteBacks(tx: Tx, rows: readonly NewWriteBack[], now: Date): Promise<void> {
  const values = rows.map((row) => ({
    write_back_id: row.writeBackId,
    parcel_id: row.parcelId,
    parcel_number: row.parcelNumber,
    order_id: row.orderId,
    shop_id: row.shopId,
    platform_order_id: row.platformOrderId,
    platform_line_ids: row.platformLineIds,
    carrier: row.carrier,
    waybill_number: row.waybillNumber,
    state: row.state,
    problem: row.problem,
  }))
  await tx.write(sql`
    insert into write_backs (merchant_id, write_back_id, parcel_id, parcel_number, order_id, shop_id, platform_order_id, platform_line_ids, carrier, waybill_number, state, problem, next_attempt_at, created_at)
    select ${tx.merchantId}, w.write_back_id, w.parcel_id, w.parcel_number, w.order_id, w.shop_id, w.platform_order_id, w.platform_line_ids, w.carrier, w.waybill_number, w.state, w.problem,
      case when w.state = 'waiting' then ${now}::timestamptz end, ${now}
    from jsonb_to_recordset(${recordset(values)}::jsonb) as w(write_back_id uuid, parcel_id uuid, parcel_number text, order_id uuid, shop_id uuid,
      platform_order_id text, platform_line_ids jsonb, carrier text, waybill_number text, state text, problem text)
    on conflict (merchant_id, parcel_id, order_id, round) do nothing`)
}

/** Lines of these orders that were reported with other parcels. */
export async function reportedLines(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Set<string>>> {
  if (orderIds.length === 0) return new Map()
  const rows = await tx.rows<{ order_id: string; lines: string[] }>(sql`
    select order_id, platform_line_ids as lines from write_backs where merchant_id = ${tx.merchantId} and order_id = any(${orderIds}::uuid[])`)
  const reported = new Map<string, Set<string>>()
  for (const { order_id, lines } of rows) reported.set(order_id, new Set([...(reported.get(order_id) ?? []), ...lines]))
  return reported
}

export type LockedWriteBack = {
  writeBackId: string
  parcelId: string
  shopId: string
  state: WriteBackState
  attempts: number
  waybillNumber: string
}

/** Locks all rows of the parcels that these rows belong to, so that what the parcels show is reckoned from settled rows. */
export function lockWithSiblings(tx: Tx, writeBackIds: readonly string[]): Promise<LockedWriteBack[]> {
  return tx.rows<LockedWriteBack>(sql`
    select w.write_back_id as "writeBackId", w.parcel_id as "parcelId", w.shop_id as "shopId", w.state, w.attempts, w.waybill_number as "waybillNumber"
    from write_backs w
    where w.merchant_id = ${tx.merchantId} and w.parcel_id in (
      select asked.parcel_id from write_backs asked where asked.merchant_id = ${tx.merchantId} and asked.write_back_id = any(${writeBackIds}::uuid[]))
    order by w.write_back_id for update`)
}

/** Which of these rows the scope reaches. */
export async function reachable(tx: Tx, scope: Scope, writeBackIds: readonly string[], now: Date): Promise<Set<string>> {
  const rows = await tx.rows<{ id: string }>(sql`
    select w.write_back_id as id from write_backs w
    where w.merchant_id = ${tx.merchantId} and w.write_back_id = any(${writeBackIds}::uuid[])
      and ${inParcelsOf(tx, scope, now, { shop: sql`w.shop_id`, parcelId: sql`w.parcel_id` })}`)
  return new Set(rows.map((row) => row.id))
}

export type WriteBackChange = {
  writeBackId: string
  state: WriteBackState
  problem: string
  attempts: number
  nextAttemptAt: string | null
}

/** Changes rows of the locked ones and lets their parcels show the worst state. */
export async function changeWriteBacks(
  tx: Tx,
  locked: readonly LockedWriteBack[],
  changes: readonly WriteBackChange[],
  now: Date,
): Promise<void> {
  const values = changes.map((change) => ({
    write_back_id: change.writeBackId,
    state: change.state,
    problem: change.problem.slice(0, 500),
    attempts: change.attempts,
    next_attempt_at: change.nextAttemptAt,
  }))
  const changed = new Map(changes.map((change) => [change.writeBackId, change.state]))
  const ofParcel = Map.groupBy(locked, (row) => row.parcelId)
  const shown = [...ofParcel].map(([parcelId, rows]) => ({
    parcelId,
    state: shownState(rows.map((row) => changed.get(row.writeBackId) ?? row.state)),
  }))
  await Promise.all([
    tx.write(sql`
      update write_backs w set state = c.state, problem = c.problem, attempts = c.attempts, next_attempt_at = c.next_attempt_at,
        confirmed_at = case when c.state = 'confirmed' then ${now}::timestamptz end
      from jsonb_to_recordset(${recordset(values)}::jsonb)
        as c(write_back_id uuid, state text, problem text, attempts int, next_attempt_at timestamptz)
      where w.merchant_id = ${tx.merchantId} and w.write_back_id = c.write_back_id`),
    setWriteBack(tx, shown),
  ])
}

/** The platform asked us to be patient: nothing of this shop is due before that moment. */
export async function postpone(tx: Tx, shopId: string, until: string): Promise<void> {
  await tx.write(sql`
    update write_backs set next_attempt_at = ${until}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and state in ('waiting', 'failed') and next_attempt_at < ${until}::timestamptz`)
}
