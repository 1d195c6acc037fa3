/** Request and push signing of the Douyin shop platform (抖店, openapi-fxg). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

const SIGN_METHODS = ['md5', 'hmac-sha256'] as const
export type DouyinSignMethod = (typeof SIGN_METHODS)[number]
/** What the body of a call is made of. Ids beyond 2^53 that the platform wants as numbers are bigint. */
export type DouyinParam =
  | string
  | number
  | bigint
  | boolean
  | readonly DouyinParam[]
  | { readonly [name: string]: DouyinParam | undefined }

/** Compact JSON with the names of every object sorted, nothing of it escaped for HTML: the text that is signed and sent. */
export function canonicalJson(value: DouyinParam): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const member = value[name]
      return member === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(member)}`]
    })
  return `{${members.join(',')}}`
}

const isList = (value: DouyinParam): value is readonly DouyinParam[] => Array.isArray(value)

type SignedCall = { appKey: string; method: string; paramJson: string; timestamp: string }

/** Lower-case hex. The text is wrapped in the secret for both methods; access token and sign method take no part in it. */
export function signDouyin(
  { appKey, method, paramJson, timestamp }: SignedCall,
  secret: string,
  signMethod: DouyinSignMethod,
): string {
  const text = `app_key${appKey}method${method}param_json${paramJson}timestamp${timestamp}v2`
  return digest(`${secret}${text}${secret}`, secret, signMethod)
}

type SignedPush = { appKey: string; rawBody: Buffer; signature: string; signMethod: string }

/** Over the bytes as they came. Hex in either case; a push that names no method is signed with md5. */
export function isGenuineDouyinPush({ appKey, rawBody, signature, signMethod }: SignedPush, secret: string): boolean {
  const method = signMethod === '' ? 'md5' : SIGN_METHODS.find((known) => known === signMethod.toLowerCase())
  if (method === undefined) return false
  const expected = digest(Buffer.concat([Buffer.from(appKey), rawBody, Buffer.from(secret)]), secret, method)
  const [left, right] = [Buffer.from(expected), Buffer.from(signature.toLowerCase())]
  return left.length === right.length && timingSafeEqual(left, right)
}

function digest(text: string | Buffer, secret: string, signMethod: DouyinSignMethod): string {
  const hash = signMethod === 'md5' ? createHash('md5') : createHmac('sha256', secret)
  return hash.update(text).digest('hex')
}
