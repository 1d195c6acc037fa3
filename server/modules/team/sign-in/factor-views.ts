import { type Reader, sql } from '#kernel/db.ts'

export type Factors = { totpSince: string | null; passkeys: number; recoveryCodesLeft: number }

export async function factorsOf(reader: Reader, accountId: string): Promise<Factors> {
  const row = await reader.maybe<Factors>(sql`
    select (select t.confirmed_at from totp_factors t where t.merchant_id = ${reader.merchantId} and t.account_id = ${accountId}) as "totpSince",
      (select count(*)::int from passkeys p where p.merchant_id = ${reader.merchantId} and p.account_id = ${accountId}) as passkeys,
      (select count(*)::int from recovery_codes c where c.merchant_id = ${reader.merchantId} and c.account_id = ${accountId}
        and c.used_at is null) as "recoveryCodesLeft"`)
  return row ?? { totpSince: null, passkeys: 0, recoveryCodesLeft: 0 }
}

export const hasFactor = ({ totpSince, passkeys }: Factors): boolean => totpSince !== null || passkeys > 0

export const totpSecrets = (
  reader: Reader,
  accountId: string,
): Promise<{ sealed: Buffer | null; next_sealed: Buffer | null } | undefined> =>
  reader.maybe(sql`
    select sealed, next_sealed from totp_factors where merchant_id = ${reader.merchantId} and account_id = ${accountId}`)
