/** Another number for a parcel that has left, in what is told to platforms and among the waybills. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { setWriteBack } from '#modules/orders/public.ts'
import { shownState, type WriteBackState } from './write-back-rules.ts'

export type ParcelWriteBack = {
  writeBackId: string
  orderId: string
  shopId: string
  state: WriteBackState
  problem: string
  round: number
}

/** All rows of a parcel, locked before the parcel as everywhere. */
export function lockWriteBacksOf(tx: Tx, parcelId: string): Promise<ParcelWriteBack[]> {
  return tx.rows<ParcelWriteBack>(sql`
    select w.write_back_id as "writeBackId", w.order_id as "orderId", w.shop_id as "shopId", w.state, w.problem, w.round
    from write_backs w where w.merchant_id = ${tx.merchantId} and w.parcel_id = ${parcelId} order by w.write_back_id for update`)
}

export type Numbered = { carrier: string; waybillNumber: string }

/** These rows speak of the new number from now on; those that are `open` are told at once, as if for the first time. */
export async function replaceNumbers(
  tx: Tx,
  rows: readonly { writeBackId: string; open: boolean }[],
  number: Numbered,
  now: Date,
): Promise<void> {
  const values = rows.map(({ writeBackId, open }) => ({ write_back_id: writeBackId, is_open: open }))
  await tx.write(sql`
    update write_backs w set replaces = w.waybill_number, carrier = ${number.carrier}, waybill_number = ${number.waybillNumber},
      state = case when r.is_open then 'waiting' else w.state end, problem = case when r.is_open then '' else w.problem end,
      attempts = case when r.is_open then 0 else w.attempts end, next_attempt_at = case when r.is_open then ${now}::timestamptz end
    from jsonb_to_recordset(${recordset(values)}::jsonb) as r(write_back_id uuid, is_open boolean)
    where w.merchant_id = ${tx.merchantId} and w.write_back_id = r.write_back_id`)
}

/** A further row for the order of each of these: its platform is told to change what it was told with them. */
export async function insertChanges(tx: Tx, writeBackIds: readonly string[], number: Numbered, now: Date): Promise<void> {
  const values = writeBackIds.map((before) => ({ before, write_back_id: newId() }))
  await tx.write(sql`
    insert into write_backs (merchant_id, write_back_id, parcel_id, parcel_number, order_id, shop_id, platform_order_id, platform_line_ids, carrier, waybill_number, kind, round, replaces, next_attempt_at, created_at)
    select ${tx.merchantId}, r.write_back_id, w.parcel_id, w.parcel_number, w.order_id, w.shop_id, w.platform_order_id, w.platform_line_ids, ${number.carrier}, ${number.waybillNumber},
      'change', w.round + 1, w.waybill_number, ${now}, ${now}
    from jsonb_to_recordset(${recordset(values)}::jsonb) as r(before uuid, write_back_id uuid)
    join write_backs w on w.merchant_id = ${tx.merchantId} and w.write_back_id = r.before`)
}

/** What waits in these rows is a change of what the platform knows. */
export async function makeChanges(tx: Tx, writeBackIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update write_backs set kind = 'change' where merchant_id = ${tx.merchantId} and write_back_id = any(${[...writeBackIds]}::uuid[])`)
}

/** The parcel shows the worst of its rows as they are now. */
export async function showWorst(tx: Tx, parcelId: string): Promise<void> {
  const rows = await tx.rows<{ state: WriteBackState }>(sql`
    select state from write_backs where merchant_id = ${tx.merchantId} and parcel_id = ${parcelId}`)
  await setWriteBack(tx, [{ parcelId, state: shownState(rows.map(({ state }) => state)) }])
}

type OldWaybill = { waybillId: string; shopId: string; carrierAccountId: string; viaShopId: string | null; isTyped: boolean }

/**
 * Voids the number a parcel left with and puts a typed one in its place; the sender stays the account's. Answers the account that the
 * old number can be given back to, null = none, and undefined when the new one stands on another parcel.
 */
export async function renumber(
  tx: Tx,
  { parcelId, number, reason, kept, now }: { parcelId: string; number: Numbered; reason: string; kept: string | null; now: Date },
): Promise<string | null | undefined> {
  const old = await tx.maybe<OldWaybill>(sql`
    update waybills set voided_at = ${now}, void_reason = ${reason},
      cancel_problem = case when typed_at is not null then 'typed' else coalesce(${kept}::text, cancel_problem) end
    where merchant_id = ${tx.merchantId} and parcel_id = ${parcelId} and voided_at is null and state = 'issued'
    returning waybill_id as "waybillId", shop_id as "shopId", carrier_account_id as "carrierAccountId", via_shop_id as "viaShopId",
      typed_at is not null as "isTyped"`)
  if (!old) throw new Error(`the shipped parcel ${parcelId} has no living waybill`)
  const waybillId = newId()
  const inserted = await tx.rows(sql`
    insert into waybills (merchant_id, waybill_id, parcel_id, shop_id, carrier_account_id, via_shop_id, carrier, request_key, state, waybill_number, requested_at, issued_at, typed_at)
    values (${tx.merchantId}, ${waybillId}, ${parcelId}, ${old.shopId}, ${old.carrierAccountId}, ${old.viaShopId}, ${number.carrier}, ${waybillId}, 'issued', ${number.waybillNumber}, ${now}, ${now}, ${now})
    on conflict do nothing returning waybill_id`)
  if (inserted.length === 0) return undefined
  return old.isTyped || kept !== null ? null : old.carrierAccountId
}
