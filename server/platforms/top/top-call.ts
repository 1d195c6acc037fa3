/** One call to TOP: signed form out, unwrapped answer in, every failure a PlatformFailure. */
import type { Connection } from '#server/platforms/platform.ts'
import { beijingTimeOf } from '#server/platforms/wire/beijing-time.ts'
import { postForm } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { failureFromTopError } from './top-failure.ts'
import { signTop, type TopSignMethod } from './top-sign.ts'

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

/** Performs the call and answers what stands inside `…_response`. Throws PlatformFailure. */
export async function callTop(connection: Connection, call: TopCall): Promise<WireObject> {
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
export function topRows(parent: WireObject, listName: string, rowName: string): unknown[] {
  const list = parent[listName]
  return isObject(list) ? rowsOf(list[rowName]) : []
}

/** How many rows a list has in all, over all its pages. */
export const topTotal = (answer: WireObject): number => Number(answer.total_results ?? 0)

function signedForm(connection: Connection, { method, params, withSession = true }: TopCall): Record<string, string> {
  const form: Record<string, string> = {
    method,
    app_key: connection.appKey,
    timestamp: beijingTimeOf(connection.now()),
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
