/** Codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s, which all apps know). */
import { Secret, TOTP } from 'otpauth'

const ISSUER = '掌柜 Zhanggui'
/** Steps of 30 s before and after now that are taken: clocks of telephones differ. */
const WINDOW = 1

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32

/** What the QR code holds. */
export const totpUri = (secret: string, login: string): string =>
  new TOTP({ issuer: ISSUER, label: login, secret: Secret.fromBase32(secret) }).toString()

/** The time step a code belongs to; null when it is none of the last, this and the next. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const timestamp = now.getTime()
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(secret), timestamp, window: WINDOW })
  return delta === null ? null : TOTP.counter({ timestamp }) + delta
}
