import { sql, type Tx } from '#kernel/db.ts'

export type EndingApp = { app_id: string; ends_at: string; reminded_days: number | null }
/** Installed apps whose subscription ends before that moment, locked; those reminded of their end for the last time are left out. */
export const appsNearEnd = (tx: Tx, before: Date): Promise<EndingApp[]> =>
  tx.rows<EndingApp>(sql`
    select app_id, ends_at, reminded_days from apps
    where merchant_id = ${tx.merchantId} and state <> 'uninstalled' and ends_at <= ${before} and (reminded_days is null or reminded_days > 0)
    order by app_id for update`)

export async function noteReminder(tx: Tx, appId: string, days: number): Promise<void> {
  await tx.write(sql`update apps set reminded_days = ${days} where merchant_id = ${tx.merchantId} and app_id = ${appId}`)
}
