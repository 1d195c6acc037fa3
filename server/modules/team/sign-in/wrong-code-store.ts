/** Wrong second-factor codes of an account (which is locked): told to the person once a burst. */
import { sql, type Tx } from '#kernel/db.ts'
import { afterWrongCode } from './guess-notice-rules.ts'

type Row = { failures: number; last_at: string; told_at: string | null }

/** Is this one to be told? */
export async function noteWrongCode(tx: Tx, accountId: string, now: Date): Promise<boolean> {
  const row = await tx.maybe<Row>(sql`
    select failures, last_at, told_at from wrong_codes where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
  const burst = row && {
    failures: row.failures,
    lastAt: new Date(row.last_at),
    toldAt: row.told_at === null ? null : new Date(row.told_at),
  }
  const { failures, lastAt, toldAt, isTold } = afterWrongCode(burst, now)
  await tx.write(sql`
    insert into wrong_codes (merchant_id, account_id, failures, last_at, told_at)
    values (${tx.merchantId}, ${accountId}, ${failures}, ${lastAt}, ${toldAt})
    on conflict (merchant_id, account_id) do update
      set failures = excluded.failures, last_at = excluded.last_at, told_at = excluded.told_at`)
  return isTold
}

export const forgetWrongCodes = (tx: Tx, accountId: string): Promise<number> =>
  tx.write(sql`delete from wrong_codes where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
