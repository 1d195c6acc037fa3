/** The platform's side of request signing, written from the protocol text and sharing no code with the product. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Wrong } from '#sandbox/world.ts'

const SIGN_METHODS = ['md5', 'hmac', 'hmac-sha256'] as const
export type SignMethod = (typeof SIGN_METHODS)[number]

export function isSignMethod(text: string): text is SignMethod {
  return (SIGN_METHODS as readonly string[]).includes(text)
}

/** Upper-case hex signature over all parameters but `sign` and empty ones. `wrong`: made with that mistake. */
export function expectedSignature(
  secret: string,
  params: ReadonlyMap<string, string>,
  method: SignMethod,
  wrong: Wrong | null = null,
): string {
  const signature = digest(secret, signedText(params, wrong), method)
  return wrong === 'signatureCase' ? signature : signature.toUpperCase()
}

function signedText(params: ReadonlyMap<string, string>, wrong: Wrong | null): string {
  const names = [...params.keys()].filter((name) => name !== '' && name !== 'sign' && params.get(name) !== '')
  names.sort()
  if (wrong === 'parameterOrder') names.reverse()
  return names.map((name) => `${name}${params.get(name)}`).join('')
}

function digest(secret: string, text: string, method: SignMethod): string {
  switch (method) {
    case 'md5':
      return createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex')
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex')
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex')
  }
}

/** Case matters: a lower-case signature is a wrong one. */
export function isSameSignature(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)]
  return left.length === right.length && timingSafeEqual(left, right)
}
