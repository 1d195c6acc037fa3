/** Second factors of an account: the authenticator app and the recovery codes. Passkeys are in passkey-store.ts. */
import { recordset, sql, type Tx } from '#kernel/db.ts'

export const setNextTotp = (tx: Tx, accountId: string, sealed: Buffer): Promise<number> =>
  tx.write(sql`
    insert into totp_factors (merchant_id, account_id, next_sealed) values (${tx.merchantId}, ${accountId}, ${sealed})
    on conflict (merchant_id, account_id) do update set next_sealed = excluded.next_sealed`)

/** The secret waiting for its first code becomes the one in force; `step` is used up with it. */
export const confirmTotp = (tx: Tx, accountId: string, step: number, now: Date): Promise<number> =>
  tx.write(sql`
    update totp_factors set sealed = next_sealed, next_sealed = null, last_step = ${step}, confirmed_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and next_sealed is not null`)

/** Uses up a time step. False when its code, or a later one, was used already: of two at the same time one wins. */
export const takeTotpStep = async (tx: Tx, accountId: string, step: number): Promise<boolean> =>
  (await tx.write(sql`
    update totp_factors set last_step = ${step}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and confirmed_at is not null and last_step < ${step}`)) ===
  1

export const removeTotp = (tx: Tx, accountId: string): Promise<number> =>
  tx.write(sql`delete from totp_factors where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)

/** False when it is no code of this account or was used: of two at the same time one wins. */
export const takeRecoveryCode = async (tx: Tx, accountId: string, codeHash: string, now: Date): Promise<boolean> =>
  (await tx.write(sql`
    update recovery_codes set used_at = ${now}
    where merchant_id = ${tx.merchantId} and account_id = ${accountId} and code_hash = ${codeHash} and used_at is null`)) === 1

/** New ones void all earlier ones. */
export async function replaceRecoveryCodes(tx: Tx, accountId: string, codeHashes: readonly string[], now: Date): Promise<void> {
  await removeRecoveryCodes(tx, accountId)
  await tx.write(sql`
    insert into recovery_codes (merchant_id, account_id, code_hash, created_at)
    select ${tx.merchantId}, ${accountId}, c.code_hash, ${now}
    from jsonb_to_recordset(${recordset(codeHashes.map((code_hash) => ({ code_hash })))}::jsonb) as c(code_hash text)`)
}

export const removeRecoveryCodes = (tx: Tx, accountId: string): Promise<number> =>
  tx.write(sql`delete from recovery_codes where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
