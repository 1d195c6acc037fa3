import { type Reader, sql, type Tx } from '#kernel/db.ts'

export type PasskeyRow = {
  passkey_id: string
  account_id: string
  public_key: Buffer
  counter: string
  transports: string[]
  name: string
  is_backed_up: boolean
  created_at: string
  last_used_at: string | null
}

export const passkeysOf = (reader: Reader, accountId: string): Promise<PasskeyRow[]> =>
  reader.rows<PasskeyRow>(sql`
    select passkey_id, account_id, public_key, counter, transports, name, is_backed_up, created_at, last_used_at from passkeys
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} order by created_at, passkey_id`)

/** Held until the end: two answers of one authenticator are looked at one after the other, by their counters. */
export const lockPasskey = (tx: Tx, passkeyId: string): Promise<PasskeyRow | undefined> =>
  tx.maybe<PasskeyRow>(sql`
    select passkey_id, account_id, public_key, counter, transports, name, is_backed_up, created_at, last_used_at from passkeys
    where merchant_id = ${tx.merchantId} and passkey_id = ${passkeyId} for update`)

/** False when this credential is known already. */
export const insertPasskey = async (
  tx: Tx,
  key: Omit<PasskeyRow, 'created_at' | 'last_used_at' | 'counter'> & { counter: number },
  now: Date,
): Promise<boolean> =>
  (await tx.write(sql`
    insert into passkeys (merchant_id, passkey_id, account_id, public_key, counter, transports, name, is_backed_up, created_at)
    values (${tx.merchantId}, ${key.passkey_id}, ${key.account_id}, ${key.public_key}, ${key.counter}, ${key.transports}, ${key.name},
      ${key.is_backed_up}, ${now})
    on conflict do nothing`)) === 1

export const notePasskeyUse = (tx: Tx, passkeyId: string, counter: number, now: Date): Promise<number> =>
  tx.write(sql`
    update passkeys set counter = ${counter}, last_used_at = ${now}
    where merchant_id = ${tx.merchantId} and passkey_id = ${passkeyId}`)

export const renamePasskey = (tx: Tx, accountId: string, passkeyId: string, name: string): Promise<number> =>
  tx.write(sql`
    update passkeys set name = ${name}
    where merchant_id = ${tx.merchantId} and passkey_id = ${passkeyId} and account_id = ${accountId}`)

export const removePasskey = (tx: Tx, accountId: string, passkeyId: string): Promise<number> =>
  tx.write(sql`
    delete from passkeys where merchant_id = ${tx.merchantId} and passkey_id = ${passkeyId} and account_id = ${accountId}`)

export const removePasskeys = (tx: Tx, accountId: string): Promise<number> =>
  tx.write(sql`delete from passkeys where merchant_id = ${tx.merchantId} and account_id = ${accountId}`)
