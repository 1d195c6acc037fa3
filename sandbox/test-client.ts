/** A minimal signed caller for the sandbox's own tests. */

import { toPlatformTime } from './platform-time.ts'
import { DEFAULT_SESSION, sandboxApp } from './shops.ts'
import { expectedSignature, type SignMethod } from './taobao/signature.ts'

export type Reply = Record<string, unknown>
/** A sandbox of this process or of another one. */
type Gateway = { gatewayUrl: string }

/** Parameters of a correct call; `change` replaces them before signing, '' leaves one out. */
export function signedForm(method: string, params: Record<string, string>, nowMs = Date.now()): URLSearchParams {
  const all: Record<string, string> = {
    method,
    app_key: sandboxApp.appKey,
    session: DEFAULT_SESSION,
    timestamp: toPlatformTime(nowMs),
    format: 'json',
    v: '2.0',
    sign_method: 'hmac-sha256',
    ...params,
  }
  const given = Object.entries(all).filter(([, value]) => value !== '')
  const signMethod = (all.sign_method || 'md5') as SignMethod
  const sign = params.sign ?? expectedSignature(sandboxApp.appSecret, new Map(given), signMethod)
  return new URLSearchParams(sign === '' ? given : [...given.filter(([name]) => name !== 'sign'), ['sign', sign]])
}

export async function post(sandbox: Gateway, form: URLSearchParams): Promise<Reply> {
  const response = await fetch(sandbox.gatewayUrl, { method: 'POST', body: form })
  // Ids beyond 2^53 are quoted first, as every careful client does; text inside strings stays as it is.
  const safe = (await response.text()).replace(/"(?:[^"\\]|\\.)*"|\d{16,}/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
  return JSON.parse(safe)
}

/** The inside of `…_response`; throws with the platform's words for a failure. */
export async function call(
  sandbox: Gateway,
  method: string,
  params: Record<string, string> = {},
  nowMs = Date.now(),
): Promise<Reply> {
  const reply = await post(sandbox, signedForm(method, params, nowMs))
  const root = `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
  if (reply.error_response) throw new TopRefusal(reply.error_response as Refusal)
  return reply[root] as Reply
}

type Refusal = { code: number; msg: string; sub_code?: string; sub_msg?: string }
class TopRefusal extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`${refusal.code} ${refusal.msg} ${refusal.sub_code ?? ''} ${refusal.sub_msg ?? ''}`)
    this.name = 'TopRefusal'
    this.refusal = refusal
  }
}

/** The code (and sub_code) a call is refused with. */
export async function refusalOf(attempt: Promise<unknown>): Promise<Refusal> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof TopRefusal) return error.refusal
    throw error
  }
  throw new Error('The call was accepted')
}
