/**
 * From a session token to a principal, inside the transaction of every request: state, session and epoch are read fresh, so a
 * freeze or a changed grant holds from the very next request on. Grants are kept per (account, epoch), never for a time span.
 */
import { errors } from '#contract/errors.ts'
import type { Principal } from '#kernel/access.ts'
import { type Database, inMerchant, type Reader, sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import type { Caller } from '#kernel/run-operation.ts'
import { SESSION_IDLE_MS } from './account.ts'
import { grantsOf } from './account-views.ts'
import { ownerGrant, toGrant } from './grant-rules.ts'
import { readToken } from './sign-in/session-token.ts'

type Row = {
  session_id: string
  account_id: string
  name: string
  state: string
  is_owner: boolean
  epoch: number
  expires_at: string
  ended_at: string | null
  last_seen_at: string
}
const CACHE_LIMIT = 10_000
const grantCache = new Map<string, Principal['grants']>()

async function grantsAt(
  reader: Reader,
  account: { account_id: string; is_owner: boolean; epoch: number },
): Promise<Principal['grants']> {
  const key = `${reader.merchantId}/${account.account_id}/${account.epoch}`
  const known = grantCache.get(key)
  if (known) return known
  const grants = [...(account.is_owner ? [ownerGrant] : []), ...(await grantsOf(reader, [account.account_id])).map(toGrant)]
  if (grantCache.size >= CACHE_LIMIT) grantCache.clear()
  grantCache.set(key, grants)
  return grants
}

/** Who holds this token now. Throws notSignedIn or accountFrozen. */
async function identifySession(
  reader: Reader,
  tokenHash: string,
  now: Date,
): Promise<{ principal: Principal; sessionId: string }> {
  const row = await reader.maybe<Row>(sql`
    select s.session_id, s.account_id, s.expires_at, s.ended_at, s.last_seen_at, a.name, a.state, a.is_owner, a.epoch
    from sessions s join accounts a on a.merchant_id = ${reader.merchantId} and a.account_id = s.account_id
    where s.merchant_id = ${reader.merchantId} and s.token_hash = ${tokenHash}`)
  if (!row) return fail(errors.notSignedIn)
  if (row.state === 'frozen') return fail(errors.accountFrozen)
  const over =
    row.ended_at !== null ||
    Date.parse(row.expires_at) <= now.getTime() ||
    Date.parse(row.last_seen_at) + SESSION_IDLE_MS <= now.getTime()
  if (over || row.state !== 'active') return fail(errors.notSignedIn)
  return { principal: await principalOf(reader, row), sessionId: row.session_id }
}

async function principalOf(reader: Reader, row: Pick<Row, 'account_id' | 'name' | 'is_owner' | 'epoch'>): Promise<Principal> {
  return {
    kind: 'person',
    merchantId: reader.merchantId,
    accountId: row.account_id,
    name: row.name,
    isOwner: row.is_owner,
    epoch: row.epoch,
    grants: await grantsAt(reader, row),
  }
}

/** A named account without a session: the command line acts as it on the operator's own machine. Throws notSignedIn. */
async function identifyAccount(reader: Reader, accountId: string): Promise<Principal> {
  const row = await reader.maybe<Row>(sql`
    select account_id, name, state, is_owner, epoch from accounts where merchant_id = ${reader.merchantId} and account_id = ${accountId}`)
  if (row?.state === 'frozen') return fail(errors.accountFrozen)
  return row?.state === 'active' ? principalOf(reader, row) : fail(errors.notSignedIn)
}

type CallerDetails = Pick<Caller, 'via' | 'ip' | 'language' | 'requestId'>

/** The caller behind a session cookie; undefined when the token is not even well-formed. */
export function sessionCaller(token: string, details: CallerDetails): Caller | undefined {
  const parts = readToken(token)
  if (!parts) return undefined
  return { ...details, merchantId: parts.merchantId, identify: (tx, now) => identifySession(tx, parts.tokenHash, now) }
}

export function accountCaller(merchant: MerchantId, accountId: string, details: CallerDetails): Caller {
  return {
    ...details,
    merchantId: merchant,
    identify: async (tx) => ({ principal: await identifyAccount(tx, accountId), sessionId: null }),
  }
}

/** Notes that these sessions were used; called by the web server every half minute for all of them at once. */
export async function touchSessions(
  database: Database,
  merchant: MerchantId,
  tokenHashes: readonly string[],
  now: Date,
): Promise<void> {
  await inMerchant(database, merchant, 'write', (tx) =>
    tx.write(
      sql`update sessions set last_seen_at = ${now} where merchant_id = ${merchant} and token_hash = any(${tokenHashes}::text[]) and ended_at is null`,
    ),
  )
}
