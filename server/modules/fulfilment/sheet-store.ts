/** Sheets: one label on one printer. Constraint sheets_copy_once keeps the same copy of a waybill from being printed twice. */
import type { SHEET_STATES } from '#contract/fulfilment.ts'
import type { Scope } from '#kernel/access.ts'
import { recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'

export type SheetState = (typeof SHEET_STATES)[number]
export type NewPrintJob = {
  printJobId: string
  printerId: string | null
  batchId: string | null
  withDeliveryNote: boolean
  isReprint: boolean
  reason: string
  startedBy: string
}
export type NewSheet = {
  sheetId: string
  printJobId: string
  printerId: string | null
  parcelId: string
  parcelNumber: string
  shopId: string
  waybillId: string
  waybillNumber: string
  place: number
  copy: number
  state: 'queued' | 'printed'
}

export async function insertPrintJobs(
  tx: Tx,
  jobs: readonly NewPrintJob[],
  sheets: readonly NewSheet[],
  now: Date,
): Promise<void> {
  const jobRows = jobs.map((job) => ({
    print_job_id: job.printJobId,
    printer_id: job.printerId,
    batch_id: job.batchId,
    with_delivery_note: job.withDeliveryNote,
    is_reprint: job.isReprint,
    reason: job.reason,
    started_by: job.startedBy,
  }))
  const sheetRows = sheets.map((sheet) => ({
    sheet_id: sheet.sheetId,
    print_job_id: sheet.printJobId,
    printer_id: sheet.printerId,
    parcel_id: sheet.parcelId,
    parcel_number: sheet.parcelNumber,
    shop_id: sheet.shopId,
    waybill_id: sheet.waybillId,
    waybill_number: sheet.waybillNumber,
    place: sheet.place,
    copy: sheet.copy,
    state: sheet.state,
    printed_at: sheet.state === 'printed' ? now.toISOString() : null,
  }))
  await Promise.all([
    tx.write(sql`
      insert into print_jobs (merchant_id, print_job_id, printer_id, batch_id, with_delivery_note, is_reprint, reason, started_by, created_at)
      select ${tx.merchantId}, j.print_job_id, j.printer_id, j.batch_id, j.with_delivery_note, j.is_reprint, j.reason, j.started_by, ${now}
      from jsonb_to_recordset(${recordset(jobRows)}::jsonb) as j(print_job_id uuid, printer_id uuid, batch_id uuid,
        with_delivery_note boolean, is_reprint boolean, reason text, started_by text)`),
    tx.write(sql`
      insert into sheets (merchant_id, sheet_id, print_job_id, printer_id, parcel_id, parcel_number, shop_id, waybill_id, waybill_number, place, copy, state, printed_at)
      select ${tx.merchantId}, s.sheet_id, s.print_job_id, s.printer_id, s.parcel_id, s.parcel_number, s.shop_id, s.waybill_id, s.waybill_number, s.place, s.copy, s.state, s.printed_at
      from jsonb_to_recordset(${recordset(sheetRows)}::jsonb) as s(sheet_id uuid, print_job_id uuid, printer_id uuid, parcel_id uuid,
        parcel_number text, shop_id uuid, waybill_id uuid, waybill_number text, place int, copy int, state text, printed_at timestamptz)`),
  ])
}

/** The next sheets of a printer, marked before they are handed over. */
export async function markSending(tx: Tx, printerId: string, limit: number): Promise<Set<string>> {
  const rows = await tx.rows<{ sheet_id: string }>(sql`
    with next as (
      select q.sheet_id from sheets q
      where q.merchant_id = ${tx.merchantId} and q.printer_id = ${printerId} and q.state = 'queued'
      order by q.print_job_id, q.place limit ${limit} for update)
    update sheets s set state = 'sending' from next
    where s.merchant_id = ${tx.merchantId} and s.sheet_id = next.sheet_id
    returning s.sheet_id`)
  return new Set(rows.map((row) => row.sheet_id))
}

export type SheetNews = { sheetId: string; state: SheetState; printerJobId: number | null; problem: string }
export type ChangedSheet = {
  sheetId: string
  parcelId: string
  shopId: string
  printJobId: string
  batchId: string | null
  state: SheetState
  problem: string
  isLiving: boolean
}

/** What became of sheets that were on their way; ended ones stay as they are. */
export function changeSheets(
  tx: Tx,
  news: readonly SheetNews[],
  from: readonly SheetState[],
  now: Date,
): Promise<ChangedSheet[]> {
  const values = news.map((sheet) => ({
    sheet_id: sheet.sheetId,
    state: sheet.state,
    printer_job_id: sheet.printerJobId,
    problem: sheet.problem.slice(0, 500),
  }))
  return tx.rows<ChangedSheet>(sql`
    update sheets s set state = n.state, printer_job_id = coalesce(n.printer_job_id, s.printer_job_id), problem = n.problem,
      printed_at = case when n.state = 'printed' then ${now}::timestamptz end
    from jsonb_to_recordset(${recordset(values)}::jsonb) as n(sheet_id uuid, state text, printer_job_id int, problem text),
      print_jobs j, waybills w
    where s.merchant_id = ${tx.merchantId} and s.sheet_id = n.sheet_id and s.state = any(${from}::text[])
      and j.merchant_id = ${tx.merchantId} and j.print_job_id = s.print_job_id
      and w.merchant_id = ${tx.merchantId} and w.waybill_id = s.waybill_id
    returning s.sheet_id as "sheetId", s.parcel_id as "parcelId", s.shop_id as "shopId", s.print_job_id as "printJobId",
      j.batch_id as "batchId", s.state, s.problem, w.voided_at is null as "isLiving"`)
}

/** Sheets of a batch that no printer has, or those of them that `which` is true of; answers the parcels they were for. */
export async function cancelQueued(tx: Tx, batchId: string, which: Sql = sql`true`): Promise<string[]> {
  const rows = await tx.rows<{ parcel_id: string }>(sql`
    update sheets s set state = 'cancelled' from print_jobs j
    where j.merchant_id = ${tx.merchantId} and j.batch_id = ${batchId}
      and s.merchant_id = ${tx.merchantId} and s.print_job_id = j.print_job_id and s.state = 'queued' and ${which}
    returning s.parcel_id`)
  return rows.map((row) => row.parcel_id)
}

/** The waybill is void: what may or may not be on paper no longer matters. */
export async function cancelSheetsOf(tx: Tx, parcelIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    update sheets set state = 'cancelled'
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[]) and state in ('queued', 'unknown')`)
}

export type OpenSheet = { sheetId: string; state: SheetState; printerState: string }
/** These sheets inside the scope, locked, for a person's decision. */
export function lockSheets(tx: Tx, scope: Scope, sheetIds: readonly string[], now: Date): Promise<OpenSheet[]> {
  return tx.rows<OpenSheet>(sql`
    select s.sheet_id as "sheetId", s.state, coalesce(p.state, '') as "printerState"
    from sheets s left join printers p on p.merchant_id = ${tx.merchantId} and p.printer_id = s.printer_id
    where s.merchant_id = ${tx.merchantId} and s.sheet_id = any(${sheetIds}::uuid[])
      and ${inParcelsOf(tx, scope, now, { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` })}
    order by s.sheet_id for update of s`)
}
