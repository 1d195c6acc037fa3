/** One call to TOP: signed form out, unwrapped answer in, every failure a PlatformFailure. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { failureFromForeignReply, failureFromTopError, failureFromTransport } from './top-failure.ts'
import { parseTopJson } from './top-json.ts'
import { signTop, type TopSignMethod } from './top-sign.ts'
import { topTimeOf } from './top-time.ts'

/** A JSON object of the gateway; ids beyond 2^53 are text. */
export type TopObject = Record<string, unknown>

export type TopCall = {
  /** E.g. `taobao.trade.fullinfo.get`. */
  method: string
  /** Business parameters; empty values are not sent. */
  params: Readonly<Record<string, string>>
  /** Reading, or repeating it changes nothing: a lost reply is then a plain retry. */
  canRepeat: boolean
  /** False for calls that belong to the app and not to one shop (message queue). */
  withSession?: boolean
}

/** The strongest of the three: md5 and HMAC-MD5 stand on a broken hash. Both sides of the gateway take it, see top-sign.test.ts. */
const SIGN_METHOD: TopSignMethod = 'hmac-sha256'
const TIMEOUT_MS = 30_000

/** Performs the call and answers what stands inside `…_response`. Throws PlatformFailure. */
export async function callTop(connection: Connection, call: TopCall): Promise<TopObject> {
  const { text, httpStatus } = await postForm(
    connection,
    topEndpoint(connection.gatewayUrl),
    signedForm(connection, call),
    call.canRepeat,
  )
  const reply = readObject(text)
  if (!reply) throw failureFromForeignReply(httpStatus, call.canRepeat)
  if (isObject(reply.error_response)) throw failureFromTopError(reply.error_response, connection.now())
  const answer = reply[responseName(call.method)]
  if (!isObject(answer)) throw failureFromForeignReply(httpStatus, call.canRepeat)
  return answer
}

/** The rows of a nested list (`trades: { trade: [...] }`) as they came; an empty list is a missing key. */
export function topRows(parent: TopObject, listName: string, rowName: string): unknown[] {
  const list = parent[listName]
  const rows = isObject(list) ? list[rowName] : undefined
  return Array.isArray(rows) ? rows : []
}

/** An id as text, whether it came as text or as a number small enough to be exact; '' when it is missing or was rounded. */
export function topId(value: unknown): string {
  if (typeof value === 'string') return value
  return Number.isSafeInteger(value) ? String(value) : ''
}

export function isObject(value: unknown): value is TopObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type GatewayConnection = Pick<Connection, 'now' | 'signal'>

/** Posts a form and reads the whole answer. Throws PlatformFailure for a failed transport. */
export async function postForm(
  connection: GatewayConnection,
  url: string,
  form: Readonly<Record<string, string>>,
  canRepeat: boolean,
): Promise<{ text: string; httpStatus: number }> {
  if (connection.signal?.aborted) throw new PlatformFailure('retry', 'aborted', 'The call was stopped before it was sent.')
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      redirect: 'error',
      signal: connection.signal ? AbortSignal.any([connection.signal, timeout]) : timeout,
    })
    return { text: await response.text(), httpStatus: response.status }
  } catch (error) {
    throw failureFromTransport(error, canRepeat)
  }
}

/** Parses a JSON object; null when the text is anything else. */
export function readObject(text: string): TopObject | null {
  try {
    const value = parseTopJson(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function signedForm(connection: Connection, { method, params, withSession = true }: TopCall): Record<string, string> {
  const form: Record<string, string> = {
    method,
    app_key: connection.appKey,
    timestamp: topTimeOf(connection.now()),
    format: 'json',
    v: '2.0',
    sign_method: SIGN_METHOD,
  }
  if (withSession && connection.accessToken) form.session = connection.accessToken
  for (const [name, value] of Object.entries(params)) if (value !== '') form[name] = value
  form.sign = signTop(form, connection.appSecret, SIGN_METHOD)
  return form
}

/** A base address or the whole endpoint, either is accepted in a shop's settings. */
function topEndpoint(gatewayUrl: string): string {
  const base = gatewayUrl.replace(/\/+$/, '')
  return base.endsWith('/router/rest') ? base : `${base}/router/rest`
}

function responseName(method: string): string {
  return `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`
}
