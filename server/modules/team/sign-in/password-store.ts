import { sql, type Tx } from '#kernel/db.ts'
import { endSignIns } from '../account-store.ts'

/** One's own choice: nothing needs to be changed any more. */
export const setOwnPassword = (tx: Tx, accountId: string, passwordHash: string): Promise<number> =>
  tx.write(sql`
    update accounts set password_hash = ${passwordHash}, must_change_password = false, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)

/** Known to whoever set it: the person must choose another before anything else. */
export const setGivenPassword = (tx: Tx, accountId: string, passwordHash: string): Promise<number> =>
  tx.write(sql`
    update accounts set password_hash = ${passwordHash}, must_change_password = true, epoch = epoch + 1, version = version + 1
    where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)

/** For teams in which everybody may know all passwords: those of the demo stand on its sign-in page. */
export const keepGivenPasswords = (tx: Tx): Promise<number> =>
  tx.write(sql`
    update accounts set must_change_password = false, epoch = epoch + 1
    where merchant_id = ${tx.merchantId} and must_change_password`)

/** Everything the account holds to come in without its password ends: sessions, sign-in links, half-finished sign-ins, tokens. */
export async function endEverySignIn(tx: Tx, accountIds: readonly string[], now: Date): Promise<number> {
  const ended = await endSignIns(tx, accountIds, now)
  await tx.write(sql`
    update accounts set tokens_void_before = ${now}
    where merchant_id = ${tx.merchantId} and account_id = any(${accountIds}::uuid[])`)
  return ended
}
