/**
 * `<kind>_<merchant>_<secret>`: the merchant in clear finds the row under row level security, the hash of the whole is what is stored.
 * The kinds: zgc code, zga access, zgr refresh (all of the OAuth provider), zgt token of a person, zgs secret of a client.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type MerchantId, merchantId } from '#kernel/ids.ts'

export type SecretKind = 'zgc' | 'zga' | 'zgr' | 'zgt' | 'zgs'

export const hashSecret = (text: string): string => createHash('sha256').update(text).digest('base64url')
export const newSecret = (kind: SecretKind, merchant: MerchantId): string =>
  `${kind}_${merchant}_${randomBytes(32).toString('base64url')}`

export type ReadSecret = { kind: string; merchantId: MerchantId; hash: string }
/** Undefined when it is not even well-formed. */
export function readSecret(text: string): ReadSecret | undefined {
  const match = /^(zg[cart])_(\d{1,18})_[A-Za-z0-9_-]{43}$/.exec(text)
  return match?.[1] && match[2] ? { kind: match[1], merchantId: merchantId(match[2]), hash: hashSecret(text) } : undefined
}
