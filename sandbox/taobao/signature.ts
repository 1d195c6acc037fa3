/** The platform's side of request signing, written from the protocol text and sharing no code with the product. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const
export type SignMethod = (typeof SIGN_METHODS)[number]

export function isSignMethod(text: string): text is SignMethod {
  return (SIGN_METHODS as readonly string[]).includes(text)
}

/** Upper-case hex signature over all parameters but `sign` and empty ones. */
export function expectedSignature(secret: string, params: ReadonlyMap<string, string>, method: SignMethod): string {
  const names = [...params.keys()].filter((name) => name !== '' && name !== 'sign' && params.get(name) !== '')
  const text = names
    .sort()
    .map((name) => `${name}${params.get(name)}`)
    .join('')
  switch (method) {
    case 'md5':
      return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex').toUpperCase()
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex').toUpperCase()
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex').toUpperCase()
  }
}

/** Case matters: a lower-case signature is a wrong one. */
export function isSameSignature(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)]
  return left.length === right.length && timingSafeEqual(left, right)
}
