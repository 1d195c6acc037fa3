/** Signed addresses of files: whoever holds one may fetch, for a minute, as the account it was made for and not a moment longer. */
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Vault } from '#kernel/vault.ts'

const LIFE_MS = 60_000
export const DOWNLOADS = '/api/downloads'

const claims = z.strictObject({
  merchantId: z.string(),
  fileId: z.uuid(),
  accountId: z.string(),
  /** Rises with every change of the account's state, sessions and rights: the link ends with them. */
  epoch: z.number(),
  until: z.number(),
})
export type LinkClaims = z.infer<typeof claims>

export function signedLink(vault: Vault, of: Omit<LinkClaims, 'until'>, now: Date): { path: string; expiresAt: string } {
  const until = now.getTime() + LIFE_MS
  const text = Buffer.from(JSON.stringify({ ...of, until })).toString('base64url')
  return { path: `${DOWNLOADS}?link=${text}.${vault.mac('download', text)}`, expiresAt: new Date(until).toISOString() }
}

/** undefined for a token that we did not sign, or whose minute is over. */
export function readLink(vault: Vault, token: string, now: Date): LinkClaims | undefined {
  const [text = '', mac = ''] = token.split('.')
  const expected = Buffer.from(vault.mac('download', text))
  const given = Buffer.from(mac)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const read = claims.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  return read.success && read.data.until > now.getTime() ? read.data : undefined
}
