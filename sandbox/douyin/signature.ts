/** The platform's side of signing, written from the protocol text and sharing no code with the product. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SIGN_METHODS = ['md5', 'hmac-sha256'] as const
export type SignMethod = (typeof SIGN_METHODS)[number]

/** A call that names none is signed with md5. */
export const signMethodOf = (name: string): SignMethod | undefined => SIGN_METHODS.find((known) => known === (name || 'md5'))

export type SignedCall = { appKey: string; method: string; paramJson: string; timestamp: string }

export function callSignature(
  { appKey, method, paramJson, timestamp }: SignedCall,
  secret: string,
  signMethod: SignMethod,
): string {
  const pattern = ['app_key', appKey, 'method', method, 'param_json', paramJson, 'timestamp', timestamp, 'v', '2'].join('')
  return hex(`${secret}${pattern}${secret}`, secret, signMethod)
}

/** `event-sign` of a push. */
export const pushSignature = (appKey: string, body: string, secret: string, signMethod: SignMethod): string =>
  hex(`${appKey}${body}${secret}`, secret, signMethod)

/** Case matters: an upper-case signature is a wrong one. */
export function isSameSignature(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function hex(text: string, key: string, signMethod: SignMethod): string {
  return signMethod === 'md5'
    ? createHash('md5').update(text, 'utf8').digest('hex')
    : createHmac('sha256', key).update(text, 'utf8').digest('hex')
}
