/** `<merchant>.<secret>`: the merchant in clear finds the row under row level security; of the secret only the hash is compared. */
import { randomBytes } from 'node:crypto'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { hashSecret } from '../sign-in/session-token.ts'

export function newInvitationToken(merchant: MerchantId): { token: string; tokenHash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { token: `${merchant}.${secret}`, tokenHash: hashSecret(secret) }
}

export function readInvitationToken(token: string): { merchantId: MerchantId; tokenHash: string } | undefined {
  const match = /^(\d{1,18})\.([A-Za-z0-9_-]{43})$/.exec(token)
  return match?.[1] && match[2] ? { merchantId: merchantId(match[1]), tokenHash: hashSecret(match[2]) } : undefined
}

export const invitationUrl = (site: string, token: string): string => `${site}/invitation/${token}`
