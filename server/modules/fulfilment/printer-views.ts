import type { PrinterRow } from '#contract/fulfilment.ts'
import { type Reader, sql } from '#kernel/db.ts'

/** Printers in use. `waitingCount`: sheets and documents queued on it or under way. */
export function printersInUse(reader: Reader): Promise<PrinterRow[]> {
  return reader.rows<PrinterRow>(sql`
    select p.printer_id as "printerId", p.name, p.url, p.language, p.component, coalesce(d.name, '') as "deskName", p.label_size as "paper", p.state, p.reasons, p.checked_at as "checkedAt",
      (select count(*)::int from sheets s where s.merchant_id = ${reader.merchantId} and s.printer_id = p.printer_id
        and s.state in ('queued', 'sending', 'accepted'))
      + (select count(*)::int from printed_documents o where o.merchant_id = ${reader.merchantId} and o.printer_id = p.printer_id
        and o.state in ('queued', 'sending', 'accepted')) as "waitingCount"
    from printers p left join print_desks d on d.merchant_id = ${reader.merchantId} and d.desk_id = p.desk_id
    where p.merchant_id = ${reader.merchantId} and p.removed_at is null order by p.name`)
}

export const printerInUse = async (reader: Reader, printerId: string): Promise<PrinterRow | undefined> =>
  (await printersInUse(reader)).find((printer) => printer.printerId === printerId)
