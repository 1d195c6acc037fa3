/** Who wants to come in: read in the same way whether the login exists or not, so that the time tells nothing. */
import { inMerchant, type Reader, sql, type Tx } from '#kernel/db.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import type { PublicContext } from '#kernel/operation.ts'
import { deviceHashOf } from './device.ts'
import { hashSecret } from './session-token.ts'

/** No merchant and no account have these. */
const NO_MERCHANT = merchantId('0')
const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000'

export type Account = {
  account_id: string
  name: string
  kind: string
  state: string
  ends_at: string | null
  is_owner: boolean
  password_hash: string
  is_held: boolean
}
export type Visitor = { merchant: MerchantId; account: Account | undefined; knownDevice: string | null }

/** May this account come in at all, apart from password and factor? Apps and agents come in by tokens only. */
export function isOpen(account: Account, now: Date): boolean {
  const isPerson = account.kind === 'person' || account.kind === 'temporary'
  const isOver = account.ends_at !== null && Date.parse(account.ends_at) <= now.getTime()
  return isPerson && account.state === 'active' && !isOver && (account.is_owner || !account.is_held)
}

export async function visitorBehind(context: PublicContext, login: string): Promise<Visitor> {
  const found = await context.directory((directory) =>
    directory.maybe<{ merchant_id: string; account_id: string }>(
      sql`select merchant_id, account_id from directory.logins where login = ${login}`,
    ),
  )
  const merchant = found ? merchantId(found.merchant_id) : NO_MERCHANT
  const deviceHash = deviceHashOf(context)
  const row = await inMerchant(context.database, merchant, 'read', (reader) =>
    readAccount(reader, found?.account_id ?? NO_ACCOUNT, deviceHash),
  )
  return { merchant, account: row, knownDevice: row?.is_known_device ? deviceHash : null }
}

const readAccount = (
  reader: Reader,
  accountId: string,
  deviceHash: string | null,
): Promise<(Account & { is_known_device: boolean }) | undefined> =>
  reader.maybe(sql`
    select a.account_id, a.name, a.kind, a.state, a.ends_at, a.is_owner, a.password_hash,
      exists (select 1 from emergency_stops e where e.merchant_id = ${reader.merchantId} and e.held_since is not null) as is_held,
      exists (select 1 from known_devices d where d.merchant_id = ${reader.merchantId} and d.account_id = a.account_id
        and d.device_hash = ${deviceHash}) as is_known_device
    from accounts a where a.merchant_id = ${reader.merchantId} and a.account_id = ${accountId}`)

/**
 * The account held until the session exists, so that of several who come in at once each sees the sessions of the others, and a session
 * opened while the password is reset or the account frozen does not outlive that.
 */
export const lockVisitor = (tx: Tx, accountId: string): Promise<Account | undefined> =>
  tx.maybe<Account>(sql`
    select a.account_id, a.name, a.kind, a.state, a.ends_at, a.is_owner, a.password_hash,
      exists (select 1 from emergency_stops e where e.merchant_id = ${tx.merchantId} and e.held_since is not null) as is_held
    from accounts a where a.merchant_id = ${tx.merchantId} and a.account_id = ${accountId} for update of a`)

/** Tells whether the password is still the one that was right, without keeping its hash a second time. */
export const passwordPrint = ({ password_hash: hash }: Account): string => hashSecret(hash)
