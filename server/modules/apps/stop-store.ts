import { sql, type Tx } from '#kernel/db.ts'

/** Suspends all running apps, ends all consents and tokens; answers the apps. */
export async function suspendEverything(tx: Tx, now: Date): Promise<string[]> {
  await tx.write(sql`
    update app_consents set ended_at = ${now}, end_reason = 'emergencyStop' where merchant_id = ${tx.merchantId} and ended_at is null`)
  await tx.write(sql`
    update api_tokens set revoked_at = ${now}, revoke_reason = 'emergencyStop' where merchant_id = ${tx.merchantId} and revoked_at is null`)
  const apps = await tx.rows<{ app_id: string }>(sql`
    update apps set state = 'suspended', version = version + 1 where merchant_id = ${tx.merchantId} and state = 'active' returning app_id`)
  return apps.map((app) => app.app_id)
}
