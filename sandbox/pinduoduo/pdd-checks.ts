/** What the gateway checks on every call; written from the protocol text and sharing no code with the product. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Wrong } from '#sandbox/world.ts'
import { fail, type PddFailure } from './pdd-answers.ts'

export type Params = ReadonlyMap<string, string>
const MAX_SKEW_MS = 10 * 60 * 1000

/** Null = the call is well formed, in time and signed by the app it names. */
export function checkCommonParams(
  params: Params,
  appSecret: (clientId: string) => string | undefined,
  nowMs: number,
  wrong: Wrong | null,
): PddFailure | null {
  const given = (name: string) => params.get(name) ?? ''
  if (given('type') === '') return fail(10017, '缺少 type')
  const secret = appSecret(given('client_id'))
  if (secret === undefined) return fail(10016, 'client_id 不存在')
  if (!/^\d{10}$/.test(given('timestamp'))) return fail(10001, 'timestamp 应为秒级时间戳')
  if (Math.abs(Number(given('timestamp')) * 1000 - nowMs) > MAX_SKEW_MS)
    return fail(10001, 'timestamp 与服务器相差不得超过 10 分钟')
  if (!['', 'JSON'].includes(given('data_type'))) return fail(10001, '沙箱只返回 JSON')
  if (!['', 'V1'].includes(given('version'))) return fail(10001, 'version 应为 V1')
  if (given('sign') === '') return fail(10001, '缺少 sign')
  return isSame(expectedSign(secret, params, wrong), given('sign')) ? null : fail(20004)
}

function expectedSign(secret: string, params: Params, wrong: Wrong | null): string {
  const names = [...params.keys()].filter((name) => name !== 'sign').sort()
  if (wrong === 'parameterOrder') names.reverse()
  const text = names.map((name) => name + params.get(name)).join('')
  const hex = createHash('md5').update(`${secret}${text}${secret}`, 'utf8').digest('hex')
  return wrong === 'signatureCase' ? hex : hex.toUpperCase()
}

/** `/message/{client_id}/{ms}/{Base64 of the hex digest}` below the platform's paths; null = not ours to serve. */
export function checkMessagePath(
  path: string,
  appSecret: (clientId: string) => string | undefined,
  nowMs: number,
): string | null {
  const [, clientId = '', sentAt = '', digest = ''] = /^\/message\/([^/]+)\/(\d{13})\/([^/]+)$/.exec(path) ?? []
  const secret = appSecret(decodeURIComponent(clientId))
  if (secret === undefined || Math.abs(Number(sentAt) - nowMs) > MAX_SKEW_MS) return null
  const hex = createHash('md5')
    .update(decodeURIComponent(clientId) + sentAt + secret, 'utf8')
    .digest('hex')
  return isSame(Buffer.from(hex, 'utf8').toString('base64'), decodeURIComponent(digest)) ? decodeURIComponent(clientId) : null
}

function isSame(expected: string, received: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(received)]
  return left.length === right.length && timingSafeEqual(left, right)
}
