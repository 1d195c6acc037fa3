/** `/router/rest`: checks, faults, dispatch and envelope of one gateway call. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '#sandbox/faults.ts'
import { answerUnderFaults } from '#sandbox/gateway-faults.ts'
import { readBody } from '#sandbox/http.ts'
import { createRateLimiter } from '#sandbox/rate-limit.ts'
import type { World } from '#sandbox/world.ts'
import { checkCommonParams, type Params } from './common-checks.ts'
import { fail, failureJson, isFailure, type TopAnswer, type TopFailure } from './top-failure.ts'
import { topMethods } from './top-methods.ts'

/** Answers one HTTP request to the gateway. */
export function createGateway(world: World): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const limit = createRateLimiter(world.platformNow)
  let requestCount = 0
  return async (request, response) => {
    const params = await readParams(request)
    const method = params.get('method') ?? ''
    await answerUnderFaults(world, { request, response, method }, async () => {
      if (method.startsWith('cainiao.') && world.courierDelayMs > 0) await delay(world.courierDelayMs)
      return envelope(method, answer(world, params, limit), `sandbox${(++requestCount).toString(36)}`)
    })
  }
}

function answer(world: World, params: Params, limit: ReturnType<typeof createRateLimiter>): TopAnswer | TopFailure {
  const refusal = checkCommonParams(params, world.shops.appSecret, world.platformNow(), world.wrong)
  if (refusal) return refusal
  const name = params.get('method') ?? ''
  const method = topMethods.get(name)
  if (!method) return fail(22, 'isv.invalid-method', `不存在的方法名: ${name}`)
  const rateFault = world.faults.strike('rateLimit', name)
  const banSeconds = rateFault ? limit(rateFault) : null
  if (rateFault && banSeconds !== null) return limited(rateFault, banSeconds)
  const error = world.faults.strike('error', name)
  if (error) return fail(error.code ?? 15, error.subCode ?? 'isp.remote-service-error', '远程服务调用失败')
  if (!method.needsSession) return method.run({ world, params })
  const session = params.get('session') ?? ''
  if (session === '') return fail(26, 'isv.missing-session', '缺少 session')
  const shop = world.faults.strike('tokenExpired', name) ? null : world.shops.shopOfSession(session)
  if (!shop) return fail(27, 'invalid-sessionkey', 'session 无效或已过期')
  return method.run({ world, params, shop })
}

function limited({ target }: Fault, seconds: number): TopFailure {
  const subCode = `accesscontrol.limited-by-${target === undefined ? 'app' : 'api'}-access-count`
  return fail(7, subCode, `This ban will last for ${seconds} more seconds`)
}

/** The root carries the method's name without `taobao.`, dots as underscores. */
function envelope(method: string, outcome: TopAnswer | TopFailure, requestId: string): string {
  if (isFailure(outcome)) return failureJson(outcome, requestId)
  const root = method.replace(/^taobao\./, '').replaceAll('.', '_')
  return `{"${root}_response":{${outcome}${outcome === '' ? '' : ','}"request_id":"${requestId}"}}`
}

async function readParams(request: IncomingMessage): Promise<Params> {
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
  const body = request.method === 'POST' ? new URLSearchParams((await readBody(request)).toString('utf8')) : []
  return new Map([...query, ...body])
}
