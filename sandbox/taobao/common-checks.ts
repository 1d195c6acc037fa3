/** What the gateway checks on every call before it looks at the business parameters. */

import { fromPlatformTime } from '#sandbox/platform-time.ts'
import type { Wrong } from '#sandbox/world.ts'
import { expectedSignature, isSameSignature, isSignMethod } from './signature.ts'
import { fail, invalid, missing, type TopFailure } from './top-failure.ts'

export type Params = ReadonlyMap<string, string>
const MAX_SKEW_MS = 10 * 60 * 1000

/** Null = the call is well formed, in time and signed by the app it names. */
export function checkCommonParams(
  params: Params,
  appSecret: (appKey: string) => string | undefined,
  nowMs: number,
  wrong: Wrong | null = null,
): TopFailure | null {
  const given = (name: string) => params.get(name) ?? ''
  if (given('method') === '') return fail(21)
  if (given('app_key') === '') return fail(28)
  const secret = appSecret(given('app_key'))
  if (secret === undefined) return fail(29, 'isv.appkey-not-exists', '应用不存在')
  if (given('v') === '') return fail(32)
  if (given('v') !== '2.0') return fail(33)
  // Without a format the platform would answer XML, which this gateway does not speak.
  if (given('format') !== 'json') return fail(23, 'isv.invalid-format', '缺省格式为 xml，请传 format=json')
  if (params.has('simplify')) return invalid('simplify', '沙箱不支持 simplify')
  if (given('timestamp') === '') return fail(30)
  const sentAt = fromPlatformTime(given('timestamp'))
  if (sentAt === null || Math.abs(sentAt - nowMs) > MAX_SKEW_MS) {
    return fail(31, 'isv.invalid-timestamp', '时间戳应为 GMT+8 且与服务器相差不超过 10 分钟')
  }
  const method = given('sign_method')
  if (method === '') return missing('sign_method')
  if (!isSignMethod(method)) return invalid('sign_method', 'md5、hmac 或 hmac-sha256')
  if (given('sign') === '') return fail(24)
  return isSameSignature(expectedSignature(secret, params, method, wrong), given('sign')) ? null : fail(25)
}
