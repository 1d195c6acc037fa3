/**
 * Waybills: the intent is committed before the carrier is called, its outcome after. Constraints waybills_one_live_per_parcel and
 * waybills_number_used_once have the last word when two act at once.
 */
import { recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import type { ChoiceStep } from './courier-choice-rules.ts'

export type WaybillIntent = {
  waybillId: string
  parcelId: string
  shopId: string
  carrierAccountId: string
  /** null = the account's own authorisation is used. */
  viaShopId: string | null
  carrier: string
  /** How the courier was chosen. */
  steps: readonly ChoiceStep[]
}

/** Writes the intents; a parcel that has a living one already is left out. Answers the parcels that got theirs. */
export async function insertIntents(tx: Tx, batchId: string, intents: readonly WaybillIntent[], now: Date): Promise<Set<string>> {
  const values = intents.map((intent) => ({
    waybill_id: intent.waybillId,
    parcel_id: intent.parcelId,
    shop_id: intent.shopId,
    carrier_account_id: intent.carrierAccountId,
    via_shop_id: intent.viaShopId,
    carrier: intent.carrier,
    choice: intent.steps,
  }))
  const rows = await tx.rows<{ parcel_id: string }>(sql`
    insert into waybills (merchant_id, waybill_id, parcel_id, shop_id, carrier_account_id, via_shop_id, batch_id, carrier, request_key, state, requested_at, choice)
    select ${tx.merchantId}, w.waybill_id, w.parcel_id, w.shop_id, w.carrier_account_id, w.via_shop_id, ${batchId}, w.carrier, w.waybill_id::text, 'requested', ${now}, w.choice
    from jsonb_to_recordset(${recordset(values)}::jsonb)
      as w(waybill_id uuid, parcel_id uuid, shop_id uuid, carrier_account_id uuid, via_shop_id uuid, carrier text, choice jsonb)
    on conflict (merchant_id, parcel_id) where voided_at is null and state <> 'refused' do nothing
    returning parcel_id`)
  return new Set(rows.map((row) => row.parcel_id))
}

export type TakenWaybill = {
  waybillId: string
  parcelId: string
  viaShopId: string | null
  requestKey: string
  attempts: number
  /** It was sent before and nobody knows what became of it. */
  wasSent: boolean
}

/** The next intents of an account, marked as sent. */
export function markNextSent(tx: Tx, carrierAccountId: string, limit: number, now: Date): Promise<TakenWaybill[]> {
  return tx.rows<TakenWaybill>(sql`
    with next as (
      select w.waybill_id, w.sent_at is not null as was_sent from waybills w
      where w.merchant_id = ${tx.merchantId} and w.carrier_account_id = ${carrierAccountId} and w.state = 'requested' and w.voided_at is null
      order by w.waybill_id limit ${limit} for update skip locked)
    update waybills w set sent_at = ${now}, attempts = w.attempts + 1
    from next where w.merchant_id = ${tx.merchantId} and w.waybill_id = next.waybill_id
    returning w.waybill_id as "waybillId", w.parcel_id as "parcelId", w.via_shop_id as "viaShopId", w.request_key as "requestKey",
      w.attempts, next.was_sent as "wasSent"`)
}

export type WaybillOutcome = {
  waybillId: string
  /** `returned`: it was certainly not carried out, so it waits to be sent again. */
  state: 'issued' | 'refused' | 'unknown' | 'returned'
  waybillNumber: string
  routeCode: string
  printPayload: string
  problem: { code: string; params: Record<string, string | number> } | null
}
export type SettledWaybill = {
  waybillId: string
  parcelId: string
  shopId: string
  batchId: string | null
  carrier: string
  waybillNumber: string
  state: 'issued' | 'refused' | 'unknown'
  problem: WaybillOutcome['problem']
}

/**
 * Records outcomes of waybills that are still open. A number that another living waybill carries is not taken: that one becomes
 * unknown, for a person. Answers those that are settled now.
 */
export function settleWaybills(tx: Tx, outcomes: readonly WaybillOutcome[], now: Date): Promise<SettledWaybill[]> {
  const values = outcomes
    .filter((outcome) => outcome.state !== 'returned')
    .map((outcome) => ({
      waybill_id: outcome.waybillId,
      state: outcome.state,
      waybill_number: outcome.waybillNumber,
      route_code: outcome.routeCode,
      print_payload: outcome.printPayload,
      problem: outcome.problem,
    }))
  return tx.rows<SettledWaybill>(sql`
    with told as (
      select o.*, o.waybill_number <> '' and exists (
        select 1 from waybills other join waybills mine on mine.merchant_id = ${tx.merchantId} and mine.waybill_id = o.waybill_id
        where other.merchant_id = ${tx.merchantId} and other.waybill_number <> '' and other.carrier = mine.carrier and other.waybill_number = o.waybill_number
          and other.voided_at is null and other.waybill_id <> o.waybill_id) as is_used
      from jsonb_to_recordset(${recordset(values)}::jsonb)
        as o(waybill_id uuid, state text, waybill_number text, route_code text, print_payload text, problem jsonb))
    update waybills w set
      state = case when t.is_used then 'unknown' else t.state end,
      waybill_number = case when t.is_used then '' else t.waybill_number end,
      route_code = t.route_code, print_payload = t.print_payload,
      problem = case when t.is_used then jsonb_build_object('code', 'carrierSilent', 'params', jsonb_build_object('reason', t.waybill_number)) else t.problem end,
      issued_at = case when t.state = 'issued' and not t.is_used then ${now}::timestamptz end
    from told t
    where w.merchant_id = ${tx.merchantId} and w.waybill_id = t.waybill_id and w.state in ('requested', 'unknown') and w.voided_at is null
    returning w.waybill_id as "waybillId", w.parcel_id as "parcelId", w.shop_id as "shopId", w.batch_id as "batchId", w.carrier,
      w.waybill_number as "waybillNumber", w.state, w.problem`)
}

/** These were certainly not carried out: they may be sent again without a look-up. */
export async function returnWaybills(tx: Tx, waybillIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update waybills set sent_at = null
    where merchant_id = ${tx.merchantId} and waybill_id = any(${waybillIds}::uuid[]) and state = 'requested'`)
}

/** Waybills whose outcome nobody could tell are looked up again; answers their accounts. */
export async function reopenUnknown(
  tx: Tx,
  parcelIds: readonly string[],
): Promise<{ parcelId: string; carrierAccountId: string }[]> {
  return tx.rows(sql`
    update waybills set state = 'requested', attempts = 0, problem = null
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and voided_at is null and state = 'unknown'
    returning parcel_id as "parcelId", carrier_account_id as "carrierAccountId"`)
}

/** Intents of a batch that no carrier has seen, or those of them that `which` is true of; answers the parcels they were for. */
export async function dropUnsent(tx: Tx, batchId: string, reason: string, now: Date, which: Sql = sql`true`): Promise<string[]> {
  const rows = await tx.rows<{ parcel_id: string }>(sql`
    update waybills w set voided_at = ${now}, void_reason = ${reason}
    where w.merchant_id = ${tx.merchantId} and w.batch_id = ${batchId} and w.voided_at is null and w.state = 'requested' and w.sent_at is null
      and ${which}
    returning w.parcel_id`)
  return rows.map((row) => row.parcel_id)
}

/** Voids living waybills; the numbers are given back to the carriers by a job. */
export async function voidLiving(
  tx: Tx,
  parcelIds: readonly string[],
  reason: string,
  now: Date,
): Promise<{ parcelId: string; carrierAccountId: string; batchId: string | null; isIssued: boolean }[]> {
  return tx.rows(sql`
    update waybills set voided_at = ${now}, void_reason = ${reason}
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and voided_at is null and state <> 'refused'
    returning parcel_id as "parcelId", carrier_account_id as "carrierAccountId", batch_id as "batchId", state = 'issued' as "isIssued"`)
}

export async function recordCancelled(
  tx: Tx,
  rows: readonly { waybillId: string; problem: string }[],
  now: Date,
): Promise<{ parcelId: string }[]> {
  const values = rows.map(({ waybillId, problem }) => ({ waybill_id: waybillId, problem: problem.slice(0, 500) }))
  return tx.rows(sql`
    update waybills w set cancel_problem = c.problem, cancelled_at = case when c.problem = '' then ${now}::timestamptz end
    from jsonb_to_recordset(${recordset(values)}::jsonb) as c(waybill_id uuid, problem text)
    where w.merchant_id = ${tx.merchantId} and w.waybill_id = c.waybill_id and w.voided_at is not null
    returning w.parcel_id as "parcelId"`)
}
