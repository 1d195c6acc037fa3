/** Reads of packing desks. */
import type { z } from 'zod'
import type { printDesks } from '#contract/print-desks.ts'
import type { Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { Sender } from '#server/carriers/carrier.ts'

type Desk = z.output<(typeof printDesks)['readDesk']['output']>

export async function readDeskOf(reader: Reader, scope: Scope, deskId: string, now: Date): Promise<Desk> {
  const isReached = inParcelsOf(reader, scope, now, { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` })
  const [desk, printers, open] = await Promise.all([
    reader.maybe<{ name: string }>(
      sql`select name from print_desks where merchant_id = ${reader.merchantId} and desk_id = ${deskId}`,
    ),
    reader.rows<Desk['printers'][number]>(sql`
      select p.printer_id as "printerId", p.name, p.component, p.device_name as "deviceName", p.label_size as "paper",
        (select count(*)::int from sheets s where s.merchant_id = ${reader.merchantId} and s.printer_id = p.printer_id
          and s.state = 'queued' and ${isReached}) as "waitingCount"
      from printers p where p.merchant_id = ${reader.merchantId} and p.desk_id = ${deskId} and p.removed_at is null order by p.name`),
    reader.rows<Desk['open'][number]>(sql`
      select s.sheet_id as "sheetId", s.printer_id as "printerId", s.state, coalesce(s.lease_until <= ${now}, true) as "isLapsed"
      from sheets s join printers p on p.merchant_id = ${reader.merchantId} and p.printer_id = s.printer_id
      where s.merchant_id = ${reader.merchantId} and p.desk_id = ${deskId} and p.removed_at is null
        and s.take_id is not null and s.state in ('sending', 'accepted', 'unknown') and ${isReached}
      order by s.print_job_id, s.place limit 100`),
  ])
  return { name: desk?.name ?? '', printers, open }
}

export type DeskPrinter = { printerId: string; component: Desk['printers'][number]['component'] }
export function deskPrinter(reader: Reader, deskId: string, printerId: string): Promise<DeskPrinter | undefined> {
  return reader.maybe<DeskPrinter>(sql`
    select printer_id as "printerId", component from printers
    where merchant_id = ${reader.merchantId} and printer_id = ${printerId} and desk_id = ${deskId} and removed_at is null`)
}

export type HandedSheet = {
  sheetId: string
  waybillNumber: string
  interfaceName: string
  /** By whose authorisation the number was bought; null = the merchant's own account. */
  viaShopId: string | null
  printPayload: string
  sender: Sender
  isLiving: boolean
}
/** The sheets of one taking that are still to be said to the component, in their order. */
export function handedSheets(reader: Reader, printerId: string, takeId: string): Promise<HandedSheet[]> {
  return reader.rows<HandedSheet>(sql`
    select s.sheet_id as "sheetId", s.waybill_number as "waybillNumber", a.interface_name as "interfaceName",
      w.via_shop_id as "viaShopId", w.print_payload as "printPayload", a.sender, w.voided_at is null as "isLiving"
    from sheets s
    join waybills w on w.merchant_id = ${reader.merchantId} and w.waybill_id = s.waybill_id
    join carrier_accounts a on a.merchant_id = ${reader.merchantId} and a.carrier_account_id = w.carrier_account_id
    where s.merchant_id = ${reader.merchantId} and s.printer_id = ${printerId} and s.take_id = ${takeId} and s.state = 'sending'
    order by s.print_job_id, s.place`)
}

/** Of these sheets those that were handed to this desk and are reached. */
export async function sheetsOfDesk(
  reader: Reader,
  scope: Scope,
  deskId: string,
  sheetIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await reader.rows<{ sheet_id: string }>(sql`
    select s.sheet_id from sheets s join printers p on p.merchant_id = ${reader.merchantId} and p.printer_id = s.printer_id
    where s.merchant_id = ${reader.merchantId} and s.sheet_id = any(${sheetIds}::uuid[]) and p.desk_id = ${deskId}
      and s.take_id is not null and ${inParcelsOf(reader, scope, now, { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` })}`)
  return new Set(rows.map((row) => row.sheet_id))
}

/** Whose document the living waybill of each parcel is, as the interface it came from; absent without one. */
export async function documentOrigins(reader: Reader, parcelIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ parcel_id: string; interface_name: string }>(sql`
    select w.parcel_id, a.interface_name from waybills w
    join carrier_accounts a on a.merchant_id = ${reader.merchantId} and a.carrier_account_id = w.carrier_account_id
    where w.merchant_id = ${reader.merchantId} and w.parcel_id = any(${parcelIds}::uuid[]) and w.voided_at is null
      and w.state = 'issued' and w.print_payload <> ''`)
  return new Map(rows.map((row) => [row.parcel_id, row.interface_name]))
}
