/** Writes of packing desks and of the sheets that are handed to them. */

import type { Scope } from '#kernel/access.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { PrintComponentName } from './component-contents.ts'

export async function nameDesk(tx: Tx, deskId: string, name: string, now: Date): Promise<void> {
  await tx.write(sql`
    insert into print_desks (merchant_id, desk_id, name, created_at) values (${tx.merchantId}, ${deskId}, ${name}, ${now})
    on conflict (merchant_id, desk_id) do update set name = excluded.name where print_desks.merchant_id = ${tx.merchantId}`)
}

export type NewDeskPrinter = {
  printerId: string
  name: string
  component: PrintComponentName
  deskId: string
  deviceName: string
  paper: string
}
/** False when a printer of that name exists, or this one is bound already (unique indexes printers_name, printers_device_once). */
export async function insertDeskPrinter(tx: Tx, printer: NewDeskPrinter): Promise<boolean> {
  const count = await tx.write(sql`
    insert into printers (merchant_id, printer_id, name, url, label_size, component, desk_id, device_name)
    values (${tx.merchantId}, ${printer.printerId}, ${printer.name}, '', ${printer.paper}, ${printer.component}, ${printer.deskId},
      ${printer.deviceName})
    on conflict do nothing`)
  return count === 1
}

/** The next sheets of a printer that are inside the scope, marked as handed out. Sheets that another page is taking are left to it. */
export async function handOut(
  tx: Tx,
  scope: Scope,
  taking: { printerId: string; takeId: string; take: number; leaseUntil: Date; now: Date },
): Promise<void> {
  await tx.write(sql`
    with next as (
      select q.sheet_id from sheets q
      where q.merchant_id = ${tx.merchantId} and q.printer_id = ${taking.printerId} and q.state = 'queued'
        and ${inParcelsOf(tx, scope, taking.now, { shop: sql`q.shop_id`, parcelId: sql`q.parcel_id` })}
      order by q.print_job_id, q.place limit ${taking.take} for update skip locked)
    update sheets s set state = 'sending', take_id = ${taking.takeId}, lease_until = ${taking.leaseUntil} from next
    where s.merchant_id = ${tx.merchantId} and s.sheet_id = next.sheet_id`)
}

export async function noteDrawn(tx: Tx, sheetIds: readonly string[], now: Date): Promise<void> {
  await tx.write(sql`
    update sheets set drawn_at = ${now}
    where merchant_id = ${tx.merchantId} and sheet_id = any(${sheetIds}::uuid[]) and state = 'accepted' and drawn_at is null`)
}

export async function renewLeases(tx: Tx, sheetIds: readonly string[], until: Date): Promise<void> {
  await tx.write(sql`
    update sheets set lease_until = ${until}
    where merchant_id = ${tx.merchantId} and sheet_id = any(${sheetIds}::uuid[]) and state = 'accepted'`)
}

/** Sheets of a printer whose page has been silent for longer than its lease. */
export async function lapsedSheets(tx: Tx, printerId: string, now: Date): Promise<string[]> {
  const rows = await tx.rows<{ sheet_id: string }>(sql`
    select sheet_id from sheets
    where merchant_id = ${tx.merchantId} and printer_id = ${printerId} and state in ('sending', 'accepted') and lease_until <= ${now}
    order by sheet_id for update`)
  return rows.map((row) => row.sheet_id)
}
