/** Reads of print jobs and sheets. */
import type { PrintJobRow, SHEET_WORDS } from '#contract/fulfilment.ts'
import type { Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, type Sql, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'
import type { SheetStanding } from './parcel-work-rules.ts'

/** For each parcel the standing of its living waybill's sheets and the highest copy so far; parcels without sheets are absent. */
export async function sheetStandings(
  reader: Reader,
  parcelIds: readonly string[],
): Promise<Map<string, { standing: SheetStanding; copy: number }>> {
  const rows = await reader.rows<{ parcel_id: string; pending: boolean; unknown: boolean; copy: number }>(sql`
    select s.parcel_id, bool_or(s.state in ('queued', 'sending', 'accepted')) as pending, bool_or(s.state = 'unknown') as unknown,
      max(s.copy) as copy
    from sheets s join waybills w on w.merchant_id = ${reader.merchantId} and w.waybill_id = s.waybill_id and w.voided_at is null
    where s.merchant_id = ${reader.merchantId} and s.parcel_id = any(${parcelIds}::uuid[]) and s.state not in ('failed', 'cancelled')
    group by s.parcel_id`)
  return new Map(
    rows.map(({ parcel_id, pending, unknown, copy }) => [
      parcel_id,
      { standing: pending ? 'pending' : unknown ? 'unknown' : 'printed', copy },
    ]),
  )
}

export type WaitingSheet = {
  sheetId: string
  parcelId: string
  waybillNumber: string
  copy: number
  state: 'queued' | 'sending' | 'accepted'
  printerJobId: number | null
  withDeliveryNote: boolean
}
/** The next sheets of a printer in their order: those it has or may have, then the queue. */
export function waitingSheets(reader: Reader, printerId: string, limit: number): Promise<WaitingSheet[]> {
  return reader.rows<WaitingSheet>(sql`
    select s.sheet_id as "sheetId", s.parcel_id as "parcelId", s.waybill_number as "waybillNumber", s.copy, s.state,
      s.printer_job_id as "printerJobId", j.with_delivery_note as "withDeliveryNote"
    from sheets s join print_jobs j on j.merchant_id = ${reader.merchantId} and j.print_job_id = s.print_job_id
    where s.merchant_id = ${reader.merchantId} and s.printer_id = ${printerId} and s.state in ('queued', 'sending', 'accepted')
    order by s.state = 'queued', s.print_job_id, s.place limit ${limit}`)
}

/** Number of a job this printer has certainly ended: if it no longer knows it, it has forgotten its history. */
export async function lastPrintedJob(reader: Reader, printerId: string): Promise<number | null> {
  const row = await reader.maybe<{ job: number }>(sql`
    select job from (
      (select printer_job_id as job, printed_at as at from sheets
        where merchant_id = ${reader.merchantId} and printer_id = ${printerId} and state = 'printed' and printer_job_id is not null
        order by printed_at desc, place desc limit 1)
      union all
      (select printer_job_id, printed_at from printed_documents
        where merchant_id = ${reader.merchantId} and printer_id = ${printerId} and state = 'printed' and printer_job_id is not null
        order by created_at desc, place desc limit 1)) last
    order by at desc limit 1`)
  return row?.job ?? null
}

type JobRow = {
  print_job_id: string
  printer_id: string | null
  printer_name: string
  created_at: string
  started_by: string
  is_reprint: boolean
  reason: string
  counts: Record<string, number>
  total: number
}
const inSheets = (reader: Reader, scope: Scope, now: Date): Sql =>
  inParcelsOf(reader, scope, now, { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` })

/** Print jobs with sheets that the reader reaches, latest first. */
export async function printJobs(
  reader: Reader,
  scope: Scope,
  filter: { printerId: string | undefined; before: { createdAt: string; printJobId: string } | undefined },
  limit: number,
  now: Date,
): Promise<PrintJobRow[]> {
  const { printerId, before } = filter
  const rows = await reader.rows<JobRow>(sql`
    select j.print_job_id, j.printer_id, coalesce(p.name, '') as printer_name, j.created_at, j.started_by, j.is_reprint, j.reason, c.counts, c.total
    from print_jobs j
    left join printers p on p.merchant_id = ${reader.merchantId} and p.printer_id = j.printer_id
    join lateral (
      select jsonb_object_agg(g.state, g.n) as counts, sum(g.n)::int as total
      from (select s.state, count(*)::int as n from sheets s
        where s.merchant_id = ${reader.merchantId} and s.print_job_id = j.print_job_id and ${inSheets(reader, scope, now)} group by s.state) g) c on c.total > 0
    where j.merchant_id = ${reader.merchantId}
      ${printerId === undefined ? nothingSql : sql`and j.printer_id = ${printerId}`}
      ${before ? sql`and (j.created_at, j.print_job_id) < (${before.createdAt}::timestamptz, ${before.printJobId}::uuid)` : nothingSql}
    order by j.created_at desc, j.print_job_id desc limit ${limit}`)
  return rows.map((row) => ({
    printJobId: row.print_job_id,
    printerId: row.printer_id,
    printerName: row.printer_name,
    createdAt: row.created_at,
    startedBy: row.started_by,
    isReprint: row.is_reprint,
    reason: row.reason,
    counts: row.counts,
    total: row.total,
  }))
}

export type SheetRow = {
  sheetId: string
  parcelId: string
  parcelNumber: string
  waybillNumber: string
  place: number
  copy: number
  state: (typeof SHEET_WORDS)[number]
  problem: string
}
export function sheetsOf(reader: Reader, scope: Scope, printJobId: string, now: Date): Promise<SheetRow[]> {
  return reader.rows<SheetRow>(sql`
    select s.sheet_id as "sheetId", s.parcel_id as "parcelId", s.parcel_number as "parcelNumber", s.waybill_number as "waybillNumber", s.place,
      s.copy, case when s.state = 'accepted' and s.drawn_at is not null then 'drawn' else s.state end as state, s.problem
    from sheets s where s.merchant_id = ${reader.merchantId} and s.print_job_id = ${printJobId} and ${inSheets(reader, scope, now)} order by s.place`)
}
