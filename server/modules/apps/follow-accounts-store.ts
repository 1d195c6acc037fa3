import { type Reader, sql, type Tx } from '#kernel/db.ts'

/** Which of these accounts (null = of all) have tokens or consents in force, or answer for an app. */
export async function accountsConcerned(reader: Reader, accountIds: readonly string[] | null): Promise<string[]> {
  const rows = await reader.rows<{ account_id: string }>(sql`
    select account_id from api_tokens
    where merchant_id = ${reader.merchantId} and revoked_at is null and (${accountIds}::text[] is null or account_id::text = any(${accountIds}::text[]))
    union
    select account_id from app_consents
    where merchant_id = ${reader.merchantId} and ended_at is null and (${accountIds}::text[] is null or account_id::text = any(${accountIds}::text[]))
    union
    select installed_by from apps
    where merchant_id = ${reader.merchantId} and state <> 'uninstalled' and (${accountIds}::text[] is null or installed_by::text = any(${accountIds}::text[]))`)
  return rows.map((row) => row.account_id)
}

/** Ends their tokens and consents; answers the apps they answer for. */
export async function endAccessOf(tx: Tx, accountIds: readonly string[], now: Date): Promise<string[]> {
  await tx.write(sql`
    update api_tokens set revoked_at = ${now}, revoke_reason = 'accountNotAtWork'
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and revoked_at is null`)
  await tx.write(sql`
    update app_consents set ended_at = ${now}, end_reason = 'accountNotAtWork'
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[]) and ended_at is null`)
  const apps = await tx.rows<{ app_id: string }>(sql`
    select app_id from apps where merchant_id = ${tx.merchantId} and installed_by = any(${accountIds}::uuid[]) and state <> 'uninstalled'
    order by app_id`)
  return apps.map((app) => app.app_id)
}
