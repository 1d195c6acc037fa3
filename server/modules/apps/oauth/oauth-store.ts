/** Codes and tokens of the OAuth provider, each found by its hash and alive only while its consent, app and user are. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { tokensVoidBefore } from '#modules/team/public.ts'

export type TokenKind = 'code' | 'access' | 'refresh'
export type StoredToken = {
  given_at: string
  consent_id: string
  client_id: string
  account_id: string
  scope: string
  rotation: number
  payload: Record<string, unknown>
  consumed_at: string | null
}

/** Undefined when unknown, over, or when the consent has ended, the app does not run or the user is switched off. */
export function findToken(reader: Reader, kind: TokenKind, tokenHash: string, now: Date): Promise<StoredToken | undefined> {
  const found = reader.maybe<StoredToken>(sql`
    select c.given_at, t.consent_id, a.client_id, c.account_id, t.scope, t.rotation, t.payload, t.consumed_at
    from oauth_tokens t
    join app_consents c on c.merchant_id = ${reader.merchantId} and c.consent_id = t.consent_id and c.ended_at is null
    join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = c.app_id and a.state = 'active' and (a.ends_at is null or a.ends_at > ${now})
    join app_users u on u.merchant_id = ${reader.merchantId} and u.app_id = c.app_id and u.account_id = c.account_id
    where t.merchant_id = ${reader.merchantId} and t.token_hash = ${tokenHash} and t.kind = ${kind} and t.expires_at > ${now} and c.expires_at > ${now}`)
  return unlessVoid(reader, found)
}

/** Given before an emergency stop, or before this person was signed out everywhere: ended with everything else. */
export const isVoid = (givenAt: string, voidBefore: string | null): boolean =>
  voidBefore !== null && Date.parse(givenAt) <= Date.parse(voidBefore)

/** Void, it is as if it were not there. */
async function unlessVoid<R extends { given_at: string; account_id: string }>(
  reader: Reader,
  found: Promise<R | undefined>,
): Promise<R | undefined> {
  const row = await found
  return row && !isVoid(row.given_at, await tokensVoidBefore(reader, row.account_id)) ? row : undefined
}

export type NewToken = {
  kind: TokenKind
  tokenHash: string
  consentId: string
  scope: string
  rotation: number
  payload: Record<string, unknown>
  now: Date
  expiresAt: Date
}
export async function insertToken(tx: Tx, token: NewToken): Promise<void> {
  await tx.write(sql`
    insert into oauth_tokens (merchant_id, token_hash, kind, consent_id, scope, rotation, payload, created_at, expires_at)
    values (${tx.merchantId}, ${token.tokenHash}, ${token.kind}, ${token.consentId}, ${token.scope}, ${token.rotation},
      ${JSON.stringify(token.payload)}::jsonb, ${token.now}, ${token.expiresAt})`)
}

/** True for the one caller who takes it first. */
export async function takeToken(tx: Tx, tokenHash: string, now: Date): Promise<boolean> {
  const taken = await tx.write(sql`
    update oauth_tokens set consumed_at = ${now} where merchant_id = ${tx.merchantId} and token_hash = ${tokenHash} and consumed_at is null`)
  return taken === 1
}

/** Has a successor of this refresh token been used already? Then the old one is held by somebody else. */
export async function isSuperseded(reader: Reader, consentId: string, rotation: number): Promise<boolean> {
  const row = await reader.maybe(sql`
    select 1 from oauth_tokens where merchant_id = ${reader.merchantId} and consent_id = ${consentId} and kind = 'refresh'
      and rotation > ${rotation} and consumed_at is not null limit 1`)
  return row !== undefined
}

export async function deleteToken(tx: Tx, tokenHash: string): Promise<void> {
  await tx.write(sql`delete from oauth_tokens where merchant_id = ${tx.merchantId} and token_hash = ${tokenHash}`)
}

export async function endConsent(tx: Tx, consentId: string, reason: string, now: Date): Promise<void> {
  await tx.write(sql`
    update app_consents set ended_at = ${now}, end_reason = ${reason}
    where merchant_id = ${tx.merchantId} and consent_id = ${consentId} and ended_at is null`)
}

export type ConsentRow = {
  consent_id: string
  client_id: string
  account_id: string
  asked: string
  given: string
  given_at: string
  expires_at: string
}
export function findConsent(reader: Reader, consentId: string, now: Date): Promise<ConsentRow | undefined> {
  const found = reader.maybe<ConsentRow>(sql`
    select c.consent_id, a.client_id, c.account_id, c.asked, c.given, c.given_at, c.expires_at
    from app_consents c join apps a on a.merchant_id = ${reader.merchantId} and a.app_id = c.app_id
    where c.merchant_id = ${reader.merchantId} and c.consent_id = ${consentId} and c.ended_at is null and c.expires_at > ${now}`)
  return unlessVoid(reader, found)
}
