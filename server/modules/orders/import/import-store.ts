/** Writes of import runs. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Starter } from '#kernel/starter.ts'
import type { ImportFormat, ImportState, ImportStop, RowRefusal } from './import-run.ts'

export type NewRun = {
  importId: string
  shopId: string
  fileId: string
  fileName: string
  format: ImportFormat
  bytesTotal: number
  starter: Starter
  now: Date
}
export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
  await tx.write(sql`
    insert into import_runs (merchant_id, import_id, shop_id, file_id, file_name, format, state, bytes_total, started_by, starter, created_at)
    values (${tx.merchantId}, ${run.importId}, ${run.shopId}, ${run.fileId}, ${run.fileName}, ${JSON.stringify(run.format)}::jsonb,
      'waiting', ${run.bytesTotal}, ${run.starter.name}, ${JSON.stringify(run.starter)}::jsonb, ${run.now})`)
}

export type LockedRun = { state: ImportState; shopId: string; doneEntries: number; startedBy: string; starter: Starter | null }
export function lockRun(tx: Tx, importId: string): Promise<LockedRun | undefined> {
  return tx.maybe<LockedRun>(sql`
    select state, shop_id as "shopId", done_entries as "doneEntries", started_by as "startedBy", starter
    from import_runs where merchant_id = ${tx.merchantId} and import_id = ${importId} for update`)
}

export async function markRunning(tx: Tx, importId: string): Promise<void> {
  await tx.write(sql`
    update import_runs set state = 'running' where merchant_id = ${tx.merchantId} and import_id = ${importId} and state = 'waiting'`)
}

export type Progress = {
  entryCount: number
  rowCount: number
  orderCount: number
  created: number
  updated: number
  unchanged: number
  refused: number
  /** Share of the file that is done, 0–1. */
  doneRatio: number
}
/** Counters and position move together, so a chunk that is repeated finds that it was done. */
export async function addProgress(tx: Tx, importId: string, progress: Progress): Promise<void> {
  await tx.write(sql`
    update import_runs set done_entries = done_entries + ${progress.entryCount}, row_count = row_count + ${progress.rowCount},
      order_count = order_count + ${progress.orderCount}, created_count = created_count + ${progress.created},
      updated_count = updated_count + ${progress.updated}, unchanged_count = unchanged_count + ${progress.unchanged},
      refused_count = refused_count + ${progress.refused}, bytes_read = (bytes_total * ${progress.doneRatio}::float8)::bigint
    where merchant_id = ${tx.merchantId} and import_id = ${importId}`)
}

export async function insertRefusals(
  tx: Tx,
  importId: string,
  refusals: readonly (RowRefusal & { place: number })[],
): Promise<void> {
  if (refusals.length === 0) return
  await tx.write(sql`
    insert into import_refusals (merchant_id, import_id, place, row_number, row_count, platform_order_id, code, params, also)
    select ${tx.merchantId}, ${importId}, r.place, r."row", r."rowCount", r."platformOrderId", r.code, r.params, r.also
    from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb)
      as r(place int, "row" int, "rowCount" int, "platformOrderId" text, code text, params jsonb, also jsonb)`)
}

/** The final counts of the file replace the sums so far: `orders` are those the file speaks of, imported or not. */
export async function endRun(
  tx: Tx,
  importId: string,
  end: { state: ImportState; stop: ImportStop | null; counts: { rows: number; orders: number } | null },
  now: Date,
): Promise<void> {
  await tx.write(sql`
    update import_runs set state = ${end.state}, finished_at = ${now}, problem = ${end.stop === null ? null : JSON.stringify(end.stop)}::jsonb,
      row_count = coalesce(${end.counts?.rows ?? null}::int, row_count), order_count = coalesce(${end.counts?.orders ?? null}::int, order_count),
      bytes_read = case when ${end.state} = 'finished' then bytes_total else bytes_read end
    where merchant_id = ${tx.merchantId} and import_id = ${importId} and state in ('waiting', 'running')`)
}

export async function upsertMapping(tx: Tx, mappingId: string, name: string, mapping: unknown): Promise<string> {
  const row = await tx.maybe<{ mappingId: string }>(sql`
    insert into import_mappings (merchant_id, mapping_id, name, mapping)
    values (${tx.merchantId}, ${mappingId}, ${name}, ${JSON.stringify(mapping)}::jsonb)
    on conflict (merchant_id, name) do update set mapping = excluded.mapping
    returning mapping_id as "mappingId"`)
  return row?.mappingId ?? mappingId
}
export const removeMapping = (tx: Tx, mappingId: string): Promise<number> =>
  tx.write(sql`delete from import_mappings where merchant_id = ${tx.merchantId} and mapping_id = ${mappingId}`)
