/** `/api/router`: checks, dispatch and envelope of one gateway call. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { answerUnderFaults } from '#sandbox/gateway-faults.ts'
import { readBody } from '#sandbox/http.ts'
import { createRateLimiter } from '#sandbox/rate-limit.ts'
import type { World } from '#sandbox/world.ts'
import { answerJson, fail, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { checkCommonParams, type Params } from './pdd-checks.ts'
import type { PddState } from './pdd-state.ts'
import { pddTypes } from './pdd-types.ts'

type Limit = ReturnType<typeof createRateLimiter>

export function createPddGateway(
  world: World,
  state: PddState,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const limit = createRateLimiter(world.platformNow)
  let requestCount = 0
  return async (request, response) => {
    const params = await readParams(request)
    const type = params.get('type') ?? ''
    await answerUnderFaults(world, { request, response, method: type }, async () => {
      if (type.startsWith('pdd.waybill.') && world.courierDelayMs > 0) await delay(world.courierDelayMs)
      return answerJson(type, answer(world, state, params, limit), `pdd${(++requestCount).toString(36)}`)
    })
  }
}

function answer(world: World, state: PddState, params: Params, limit: Limit): PddAnswer | PddFailure {
  const refusal = checkCommonParams(params, world.shops.appSecret, world.platformNow(), world.wrong)
  if (refusal) return refusal
  const name = params.get('type') ?? ''
  const type = pddTypes.get(name)
  if (!type) return fail(10017, `不存在的 type: ${name}`)
  const rateFault = world.faults.strike('rateLimit', name)
  if (rateFault && limit(rateFault) !== null) return fail(rateFault.target === undefined ? 52101 : 70031)
  const error = world.faults.strike('error', name)
  if (error) return fail(error.code ?? 50001, error.subCode ?? '业务服务错误，请稍后重试')
  if (!type.needsToken) return type.run({ world, state, params })
  const shop = world.faults.strike('tokenExpired', name) ? null : world.shops.shopOfSession(params.get('access_token') ?? '')
  if (!shop) return fail(10019)
  return shop.platform === 'pinduoduo' ? type.run({ world, state, params, shop }) : fail(20032)
}

/** A form or a JSON object, and also the query. */
async function readParams(request: IncomingMessage): Promise<Params> {
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
  const text = request.method === 'POST' ? (await readBody(request)).toString('utf8') : ''
  const isJson = (request.headers['content-type'] ?? '').includes('json')
  return new Map([...query, ...(isJson ? jsonParams(text) : new URLSearchParams(text))])
}

/** Members as the texts that take part in the signature. What is no JSON object has no parameters. */
function jsonParams(text: string): [string, string][] {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null) return []
    return Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
  } catch {
    return []
  }
}
