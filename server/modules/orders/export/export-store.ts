/** Writes of order exports. */
import { sql, type Tx } from '#kernel/db.ts'
import type { ExportPlan, ExportState } from './order-export.ts'

export async function insertExport(tx: Tx, plan: Omit<ExportPlan, 'state' | 'doneCount'>, now: Date): Promise<void> {
  await tx.write(sql`
    insert into order_exports (merchant_id, export_id, account_id, account_name, ip, language, format, filters, total_count, file_id, created_at)
    values (${tx.merchantId}, ${plan.exportId}, ${plan.accountId}, ${plan.accountName}, ${plan.ip}, ${plan.language}, ${plan.format},
      ${JSON.stringify(plan.filters)}::jsonb, ${plan.totalCount}, ${plan.fileId}, ${now})`)
}

/** False when it has ended meanwhile. */
export async function noteProgress(tx: Tx, exportId: string, doneCount: number): Promise<boolean> {
  const noted = await tx.write(sql`
    update order_exports set state = 'running', done_count = ${doneCount}
    where merchant_id = ${tx.merchantId} and export_id = ${exportId} and state in ('waiting', 'running')`)
  return noted === 1
}

/** False when it had ended before. What was searched for may be a buyer's phone: it is forgotten once it has been used. */
export async function endExportAs(
  tx: Tx,
  exportId: string,
  end: { state: ExportState; problem: string; fileName: string; doneCount: number | null },
  now: Date,
): Promise<boolean> {
  const ended = await tx.write(sql`
    update order_exports set state = ${end.state}, problem = ${end.problem}, file_name = ${end.fileName},
      done_count = coalesce(${end.doneCount}::int, done_count), finished_at = ${now}, filters = filters - 'search'
    where merchant_id = ${tx.merchantId} and export_id = ${exportId} and state in ('waiting', 'running')`)
  return ended === 1
}

export async function dropExports(tx: Tx, exportIds: readonly string[]): Promise<void> {
  await tx.write(sql`
    delete from files f using order_exports e
    where f.merchant_id = ${tx.merchantId} and e.merchant_id = ${tx.merchantId} and e.export_id = any(${exportIds}::uuid[]) and f.file_id = e.file_id`)
  await tx.write(sql`delete from order_exports where merchant_id = ${tx.merchantId} and export_id = any(${exportIds}::uuid[])`)
}
