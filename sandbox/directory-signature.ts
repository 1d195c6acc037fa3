/** The directory's side of request signing: an HMAC over what is asked, when, once, and with which body. */
import { createHash, createHmac } from 'node:crypto'

export type SignedParts = { method: string; path: string; timestamp: string; nonce: string; body: Buffer }

/** Lower-case hex. Lines: method, path, seconds since the epoch, nonce, hex SHA-256 of the body. */
export function directorySignature(secret: string, { method, path, timestamp, nonce, body }: SignedParts): string {
  const bodyHash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', secret).update([method, path, timestamp, nonce, bodyHash].join('\n')).digest('hex')
}

/** An identity card number as it is asked about: never in plain text, and useless without the app's secret. */
export const idDigest = (secret: string, idNumber: string): string =>
  createHmac('sha256', secret).update(`id:${idNumber.toUpperCase()}`).digest('hex')
