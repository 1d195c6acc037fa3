/** The interfaces below one address: checks, faults and dispatch of one call. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerUnderFaults } from '#sandbox/gateway-faults.ts'
import { readBody } from '#sandbox/http.ts'
import { createRateLimiter } from '#sandbox/rate-limit.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import type { StableTokens } from './stable-tokens.ts'
import { type Answer, isRecord, refuse, type ShopCall, WechatRefusal } from './wechat-answer.ts'

const TOKENS = 'cgi-bin/stable_token'
const SHOP = 'channels/ec/basics/info/get'
const PREFIX = 'channels/ec/'

export type Methods = Readonly<Record<string, (call: ShopCall) => Answer>>
type Call = { name: string; method: string; token: string; body: string }

/** Answers one call below `/wechat/`. */
export function createGateway(world: World, methods: Methods, tokens: StableTokens) {
  const limit = createRateLimiter(world.platformNow)

  function answer({ name, method, token, body }: Call): Answer {
    const rateFault = world.faults.strike('rateLimit', name)
    if (rateFault && limit(rateFault) !== null)
      return rateFault.target === undefined
        ? refuse(45009, 'reach max api daily quota limit')
        : refuse(45011, 'api minute-quota reach limit')
    const error = world.faults.strike('error', name)
    if (error) return refuse(error.code ?? -1, 'system error')
    if (name === TOKENS) return tokens.grant(parsed(method, body))
    const shop = shopOf(name, token)
    if (name === SHOP)
      return method === 'GET' ? { info: { nickname: shop.name, subject_type: '企业' } } : refuse(43001, 'require GET method')
    const path = name.slice(PREFIX.length)
    const run = methods[path] ?? refuse(48001, `api unauthorized: ${name}`)
    return run({ world, shop, body: parsed(method, body), path })
  }

  function shopOf(name: string, token: string): SandboxShop {
    if (token === '') return refuse(41001, 'access_token missing')
    if (world.faults.strike('tokenExpired', name)) return refuse(42001, 'access_token expired')
    return tokens.shopOf(token) ?? refuse(40001, 'invalid credential, access_token is invalid or not latest')
  }

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const name = url.pathname.slice('/wechat/'.length)
    const body = (await readBody(request)).toString('utf8')
    const call = { name, method: request.method ?? '', token: url.searchParams.get('access_token') ?? '', body }
    await answerUnderFaults(world, { request, response, method: name }, () => JSON.stringify(settled(() => answer(call))))
  }
}

function parsed(method: string, body: string): Record<string, unknown> {
  if (method !== 'POST') return refuse(43002, 'require POST method')
  try {
    const value: unknown = JSON.parse(body, exactly)
    if (isRecord(value)) return value
  } catch {
    // Falls through: no JSON at all.
  }
  return refuse(47001, 'data format error')
}

/** Numbers beyond 2^53 as they were sent. */
const exactly = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(context?.source ?? '')
    ? BigInt(context?.source ?? 0)
    : value

function settled(act: () => Answer): Answer {
  try {
    return { errcode: 0, errmsg: 'ok', ...act() }
  } catch (error) {
    if (!(error instanceof WechatRefusal)) throw error
    return { errcode: error.errcode, errmsg: error.message }
  }
}
