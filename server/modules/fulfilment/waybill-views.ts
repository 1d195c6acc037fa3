/** Reads of waybills. */
import type { Scope } from '#kernel/access.ts'
import { type Reader, recordset, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { CourierChoice } from './courier-choice-rules.ts'

export type LivingWaybill = {
  waybillId: string
  parcelId: string
  state: 'requested' | 'issued' | 'unknown'
  wasSent: boolean
  waybillNumber: string
  routeCode: string
  carrier: string
  carrierAccountId: string
  /** Typed in by a person after shipping. */
  isTyped: boolean
  interfaceName: string
  /** null = there is no number yet. */
  issuedAt: string | null
}

/** The living waybill of each parcel: a refused or voided one is none. */
export async function livingWaybills(reader: Reader, parcelIds: readonly string[]): Promise<Map<string, LivingWaybill>> {
  const rows = await reader.rows<LivingWaybill>(sql`
    select w.waybill_id as "waybillId", w.parcel_id as "parcelId", w.state, w.sent_at is not null as "wasSent", w.waybill_number as "waybillNumber",
      w.route_code as "routeCode", w.carrier, w.carrier_account_id as "carrierAccountId", w.typed_at is not null as "isTyped",
      a.interface_name as "interfaceName", w.issued_at as "issuedAt"
    from waybills w join carrier_accounts a on a.merchant_id = ${reader.merchantId} and a.carrier_account_id = w.carrier_account_id
    where w.merchant_id = ${reader.merchantId} and w.parcel_id = any(${parcelIds}::uuid[]) and w.voided_at is null and w.state <> 'refused'`)
  return new Map(rows.map((row) => [row.parcelId, row]))
}

export type EndingWaybill = {
  parcelId: string
  parcelNumber: string
  carrier: string
  waybillNumber: string
  isPrinted: boolean
  endsAt: string
}
/** Numbers of parcels that have not left and end before that moment, the first to end first. */
export function endingWaybills(
  reader: Reader,
  scope: Scope,
  { lifetimes, until, now }: { lifetimes: readonly { interfaceName: string; days: number }[]; until: Date; now: Date },
): Promise<EndingWaybill[]> {
  const values = lifetimes.map(({ interfaceName, days }) => ({ interface_name: interfaceName, days }))
  return reader.rows<EndingWaybill>(sql`
    select p.parcel_id as "parcelId", p.number as "parcelNumber", w.carrier, w.waybill_number as "waybillNumber",
      p.station = 'ship' as "isPrinted", w.issued_at + make_interval(days => l.days) as "endsAt"
    from parcels p
    join waybills w on w.merchant_id = ${reader.merchantId} and w.parcel_id = p.parcel_id and w.voided_at is null and w.state = 'issued'
    join carrier_accounts a on a.merchant_id = ${reader.merchantId} and a.carrier_account_id = w.carrier_account_id
    join jsonb_to_recordset(${recordset(values)}::jsonb) as l(interface_name text, days int) on l.interface_name = a.interface_name
    where p.merchant_id = ${reader.merchantId} and p.station in ('print', 'ship') and w.issued_at + make_interval(days => l.days) <= ${until}
      and ${inParcelsOf(reader, scope, now, { shop: sql`p.shop_id`, parcelId: sql`p.parcel_id` })}
    order by "endsAt", p.parcel_id`)
}

export type WaybillToCancel = {
  waybillId: string
  viaShopId: string | null
  carrier: string
  waybillNumber: string
  requestKey: string
  issuedAt: string
}
/** Voided numbers that the carrier still counts as ours. */
export function waybillsToCancel(reader: Reader, carrierAccountId: string, limit: number): Promise<WaybillToCancel[]> {
  return reader.rows<WaybillToCancel>(sql`
    select waybill_id as "waybillId", via_shop_id as "viaShopId", carrier, waybill_number as "waybillNumber", request_key as "requestKey",
      coalesce(issued_at, requested_at) as "issuedAt"
    from waybills where merchant_id = ${reader.merchantId} and carrier_account_id = ${carrierAccountId} and state = 'issued'
      and voided_at is not null and cancelled_at is null and cancel_problem = ''
    order by waybill_id limit ${limit}`)
}

/** How the living waybill of each parcel came to its courier. */
export async function madeChoices(reader: Reader, parcelIds: readonly string[]): Promise<Map<string, CourierChoice>> {
  const rows = await reader.rows<{ parcelId: string; carrierAccountId: string; steps: CourierChoice['steps'] | null }>(sql`
    select parcel_id as "parcelId", carrier_account_id as "carrierAccountId", choice as steps from waybills
    where merchant_id = ${reader.merchantId} and parcel_id = any(${[...parcelIds]}::uuid[]) and voided_at is null and state <> 'refused'`)
  return new Map(rows.map(({ parcelId, carrierAccountId, steps }) => [parcelId, { carrierAccountId, steps: steps ?? [] }]))
}

export type ShippedWaybill = {
  parcelId: string
  parcelNumber: string
  shopId: string
  carrier: string
  waybillNumber: string
  senderPhone: string
  shippedAt: string
}
/** The numbers under which these parcels left, or go on since another one was typed in. */
export function shippedWaybills(reader: Reader, parcelIds: readonly string[]): Promise<ShippedWaybill[]> {
  return reader.rows<ShippedWaybill>(sql`
    select p.parcel_id as "parcelId", p.number as "parcelNumber", p.shop_id as "shopId", w.carrier, w.waybill_number as "waybillNumber",
      a.sender ->> 'phone' as "senderPhone", coalesce(w.typed_at, p.shipped_at) as "shippedAt"
    from parcels p
    join waybills w on w.merchant_id = ${reader.merchantId} and w.parcel_id = p.parcel_id and w.state = 'issued' and w.voided_at is null
    join carrier_accounts a on a.merchant_id = ${reader.merchantId} and a.carrier_account_id = w.carrier_account_id
    where p.merchant_id = ${reader.merchantId} and p.parcel_id = any(${[...parcelIds]}::uuid[]) and p.shipped_at is not null`)
}
