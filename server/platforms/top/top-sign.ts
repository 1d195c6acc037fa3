/** Request signing of TOP, the open platform gateway that Taobao and Cainiao share. */
import { createHash, createHmac } from 'node:crypto'

export type TopSignMethod = 'md5' | 'hmac' | 'hmac-sha256'

/**
 * The signature of a request, upper-case hex. `sign` itself and empty values do not take part, so empty values must not be sent
 * either: some gateways and libraries keep them in the signed text. Names sort by code unit, which for the ASCII names of TOP is byte order.
 */
export function signTop(params: Readonly<Record<string, string>>, secret: string, signMethod: TopSignMethod): string {
  let text = ''
  for (const name of Object.keys(params).sort()) {
    const value = params[name]
    if (name !== '' && name !== 'sign' && value) text += name + value
  }
  return digest(text, secret, signMethod).toUpperCase()
}

/** Only md5 wraps the text in the secret; the two HMAC forms use the secret as key and nothing else. */
function digest(text: string, secret: string, signMethod: TopSignMethod): string {
  switch (signMethod) {
    case 'md5':
      return createHash('md5')
        .update(secret + text + secret, 'utf8')
        .digest('hex')
    case 'hmac':
      return createHmac('md5', secret).update(text, 'utf8').digest('hex')
    case 'hmac-sha256':
      return createHmac('sha256', secret).update(text, 'utf8').digest('hex')
  }
}
