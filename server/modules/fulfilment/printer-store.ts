import type { PrinterRow } from '#contract/fulfilment.ts'
import { sql, type Tx } from '#kernel/db.ts'

export type NewPrinter = { printerId: string; name: string; url: string } & Pick<PrinterRow, 'language' | 'paper'>

/** False when a printer of that name exists (unique index printers_name). */
export async function insertPrinter(tx: Tx, { printerId, name, url, language, paper }: NewPrinter): Promise<boolean> {
  const count = await tx.write(sql`
    insert into printers (merchant_id, printer_id, name, url, language, label_size)
    values (${tx.merchantId}, ${printerId}, ${name}, ${url}, ${language}, ${paper})
    on conflict (merchant_id, name) where removed_at is null do nothing`)
  return count === 1
}

/** `component`: it stands at a desk, and prints the waybills of this platform only. */
export type LockedPrinter = Pick<PrinterRow, 'printerId' | 'name' | 'component' | 'paper'>

/** Locks printers in id order, so that none is removed while sheets are being queued on it. */
export async function lockPrinters(tx: Tx, printerIds: readonly string[]): Promise<Map<string, LockedPrinter>> {
  const rows = await tx.rows<LockedPrinter>(sql`
    select printer_id as "printerId", name, component, label_size as "paper" from printers
    where merchant_id = ${tx.merchantId} and printer_id = any(${printerIds}::uuid[]) and removed_at is null order by printer_id for share`)
  return new Map(rows.map((row) => [row.printerId, row]))
}

export async function removePrinterRow(tx: Tx, printerId: string, now: Date): Promise<void> {
  await tx.write(sql`update printers set removed_at = ${now} where merchant_id = ${tx.merchantId} and printer_id = ${printerId}`)
}

export async function setPrinterState(
  tx: Tx,
  printerId: string,
  state: PrinterRow['state'],
  reasons: readonly string[],
  now: Date,
): Promise<void> {
  await tx.write(sql`
    update printers set state = ${state}, reasons = ${JSON.stringify(reasons)}::jsonb, checked_at = ${now}
    where merchant_id = ${tx.merchantId} and printer_id = ${printerId}`)
}

export async function lockPrinterForRemoval(tx: Tx, printerId: string): Promise<void> {
  await tx.write(
    sql`select 1 from printers where merchant_id = ${tx.merchantId} and printer_id = ${printerId} and removed_at is null for update`,
  )
}
