/** `z1.<merchant>.<secret>`: the merchant in clear finds the row under row level security, only the secret's hash is stored. */
import { createHash, randomBytes } from 'node:crypto'
import { type MerchantId, merchantId } from '#kernel/ids.ts'

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export function newToken(merchant: MerchantId): { token: string; tokenHash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { token: `z1.${merchant}.${secret}`, tokenHash: hashSecret(secret) }
}

export function readToken(token: string): { merchantId: MerchantId; tokenHash: string } | undefined {
  const match = /^z1\.(\d{1,18})\.([A-Za-z0-9_-]{43})$/.exec(token)
  return match?.[1] && match[2] ? { merchantId: merchantId(match[1]), tokenHash: hashSecret(match[2]) } : undefined
}
