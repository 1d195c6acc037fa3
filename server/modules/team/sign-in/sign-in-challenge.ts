/** Between the password and the second factor: a short-lived secret that the browser brings back, stored hashed. */
import { randomBytes } from 'node:crypto'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { factorsOf, hasFactor } from './factor-views.ts'
import { hashSecret } from './session-token.ts'
import { type Account, passwordPrint } from './visitor.ts'

const LIFE_MS = 10 * 60_000

/** The second factors this account can give; none = the password is enough. */
export async function waysOf(reader: Reader, accountId: string): Promise<('totp' | 'passkey' | 'recovery')[]> {
  const factors = await factorsOf(reader, accountId)
  if (!hasFactor(factors)) return []
  return [
    ...(factors.passkeys > 0 ? (['passkey'] as const) : []),
    ...(factors.totpSince !== null ? (['totp'] as const) : []),
    ...(factors.recoveryCodesLeft > 0 ? (['recovery'] as const) : []),
  ]
}

export async function openChallenge(tx: Tx, account: Account, now: Date): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await tx.write(sql`
    insert into sign_in_challenges (merchant_id, challenge_hash, account_id, password_print, expires_at)
    values (${tx.merchantId}, ${hashSecret(secret)}, ${account.account_id}, ${passwordPrint(account)}, ${new Date(now.getTime() + LIFE_MS)})`)
  return `c1.${tx.merchantId}.${secret}`
}

export function readChallenge(text: string): { merchant: MerchantId; challengeHash: string } | undefined {
  const match = /^c1\.(\d{1,18})\.([A-Za-z0-9_-]{43})$/.exec(text)
  return match?.[1] && match[2] ? { merchant: merchantId(match[1]), challengeHash: hashSecret(match[2]) } : undefined
}

type OpenChallenge = { account_id: string; password_print: string }
export const challengeFor = (reader: Reader, challengeHash: string, now: Date): Promise<OpenChallenge | undefined> =>
  reader.maybe<OpenChallenge>(sql`
    select account_id, password_print from sign_in_challenges
    where merchant_id = ${reader.merchantId} and challenge_hash = ${challengeHash} and used_at is null and expires_at > ${now}`)

/** False when it was used meanwhile: of two at the same time one wins. */
export const spendChallenge = async (tx: Tx, challengeHash: string, now: Date): Promise<boolean> =>
  (await tx.write(sql`
    update sign_in_challenges set used_at = ${now}
    where merchant_id = ${tx.merchantId} and challenge_hash = ${challengeHash} and used_at is null`)) === 1
