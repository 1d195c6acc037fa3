/** `/douyin/{a}/{b}`: checks, faults, dispatch and envelope of one gateway call. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { answerUnderFaults } from '#sandbox/gateway-faults.ts'
import { readBody } from '#sandbox/http.ts'
import { fromPlatformTime } from '#sandbox/platform-time.ts'
import { createRateLimiter } from '#sandbox/rate-limit.ts'
import type { World } from '#sandbox/world.ts'
import type { AppCall, DouyinBooks } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, fail, isFailure } from './failure.ts'
import { douyinMethods } from './methods.ts'
import { type ReadBody, readParams } from './params.ts'
import { callSignature, isSameSignature, signMethodOf } from './signature.ts'

const MAX_SKEW_MS = 10 * 60_000
type Call = { path: string; query: URLSearchParams; rawBody: string }

/** Answers one HTTP request. The body of a GET is its `param_json`, the platform's old style. */
export function createGateway(
  world: World,
  books: DouyinBooks,
  prefix: string,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
  const limit = createRateLimiter(world.platformNow)
  let callCount = 0
  return async (request, response, url) => {
    const query = url.searchParams
    const rawBody = request.method === 'POST' ? (await readBody(request)).toString('utf8') : (query.get('param_json') ?? '')
    const method = query.get('method') ?? ''
    const call: Call = { path: url.pathname.slice(prefix.length), query, rawBody }
    await answerUnderFaults(world, { request, response, method }, async () => {
      if (method === 'logistics.newCreateOrder' && world.courierDelayMs > 0) await delay(world.courierDelayMs)
      return envelope(answer(world, books, call, limit), `sandbox${(++callCount).toString(36)}`)
    })
  }
}

function answer(
  world: World,
  books: DouyinBooks,
  call: Call,
  limit: ReturnType<typeof createRateLimiter>,
): DouyinAnswer | DouyinFailure {
  const body = readParams(call.rawBody)
  if (!body) return fail(40003, 'isv.parameter-format-invalid', '参数不是 JSON 对象')
  const refusal = checkCommon(world, call, body)
  if (refusal) return refusal
  const given = (name: string) => call.query.get(name) ?? ''
  const name = given('method')
  const method = douyinMethods.get(name)
  if (!method) return fail(70000, 'isv.method-invalid', `不存在的方法名: ${name}`)
  const rateFault = world.faults.strike('rateLimit', name)
  if (rateFault && limit(rateFault) !== null) return fail(60000, 'isv.app-call-limited', '请求过于频繁，请稍后再试')
  const error = world.faults.strike('error', name)
  if (error) return fail(error.code ?? 20000, error.subCode ?? 'isp.service-error', '系统错误，请稍后重试')
  const appCall: AppCall = { world, books, params: body.params, appKey: given('app_key') }
  if (!method.needsToken) return method.run(appCall)
  const token = given('access_token')
  if (token === '') return fail(40001, 'isv.access-token-missing', '缺少 access_token')
  if (world.faults.strike('tokenExpired', name)) return fail(40003, 'isv.access-token-expired', 'access_token 已过期')
  const shop = world.shops.shopOfSession(token)
  if (shop?.platform !== 'douyin') return fail(40003, 'isv.access-token-no-existed', 'access_token 不存在，请使用最新的')
  return method.run({ ...appCall, shop })
}

/** Null = the call is well formed, in time and signed by the app it names. */
function checkCommon({ shops, platformNow, wrong }: World, { path, query, rawBody }: Call, body: ReadBody): DouyinFailure | null {
  const given = (name: string) => query.get(name) ?? ''
  const [appKey, method, timestamp, sign] = [given('app_key'), given('method'), given('timestamp'), given('sign')]
  if (appKey === '') return fail(40001, 'isv.app-id-missing', '缺少 app_key')
  const secret = shops.appSecret(appKey)
  if (secret === undefined) return fail(40003, 'isv.app-id-invalid', 'app_key 不存在')
  if (given('v') !== '2') return fail(40003, 'isv.version-invalid', 'v 应为 2')
  if (method === '' || path !== `/${method.replaceAll('.', '/')}`)
    return fail(40003, 'isv.method-invalid', '路径与 method 不一致')
  const sentAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : fromPlatformTime(timestamp)
  if (sentAt === null || Math.abs(sentAt - platformNow()) > MAX_SKEW_MS)
    return fail(40003, 'isv.timestamp-invalid', '时间戳与服务器相差不能超过 10 分钟')
  const signMethod = signMethodOf(given('sign_method'))
  if (signMethod === undefined) return fail(40003, 'isv.sign-method-invalid', 'sign_method 应为 md5 或 hmac-sha256')
  if (sign === '') return fail(40001, 'isv.signature-missing', '缺少 sign')
  // The body in its canonical form, and, as some callers sign what they send, as it came.
  const canonical = wrong === 'parameterOrder' ? readParams(rawBody, true)?.canonical : body.canonical
  const texts = wrong === 'parameterOrder' ? [canonical ?? ''] : [body.canonical, rawBody]
  const isGood = texts.some((paramJson) => {
    const expected = callSignature({ appKey, method, paramJson, timestamp }, secret, signMethod)
    return isSameSignature(wrong === 'signatureCase' ? expected.toUpperCase() : expected, sign)
  })
  return isGood ? null : fail(40003, 'isv.signature-invalid', '签名校验失败')
}

function envelope(outcome: DouyinAnswer | DouyinFailure, logId: string): string {
  if (!isFailure(outcome))
    return `{"code":10000,"msg":"success","sub_code":"","sub_msg":"","log_id":"${logId}","data":${outcome}}`
  const { code, msg, subCode, subMsg } = outcome
  return JSON.stringify({ code, msg, sub_code: subCode, sub_msg: subMsg, log_id: logId, data: null })
}
