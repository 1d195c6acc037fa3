/** One call to the Douyin gateway: signed body out, `data` in, every failure a PlatformFailure. */
import type { AppConnection, Connection } from '#server/platforms/platform.ts'
import { postJson } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { failureFromDouyinError, isDouyinSuccess } from './fxg-failure.ts'
import { canonicalJson, type DouyinParam, signDouyin } from './fxg-sign.ts'

export type DouyinCall = {
  /** E.g. `order.searchList`; its dots become the slashes of the address. */
  method: string
  params: { readonly [name: string]: DouyinParam | undefined }
  /** Reading, or repeating it changes nothing: a lost reply is then a plain retry. */
  canRepeat: boolean
}

/** The platform means to retire md5. */
const SIGN_METHOD = 'hmac-sha256'

/** Answers the whole envelope: `data` is an object, a list or missing, as the method has it. Throws PlatformFailure. */
async function exchange(connection: AppConnection & { accessToken?: string }, call: DouyinCall): Promise<WireObject> {
  const body = canonicalJson(call.params)
  const { text, httpStatus } = await postJson(connection, signedUrl(connection, call.method, body), body, call.canRepeat)
  const reply = readObject(text)
  if (!reply || (reply.code === undefined && reply.err_no === undefined))
    throw failureFromForeignReply(httpStatus, call.canRepeat)
  if (!isDouyinSuccess(reply)) throw failureFromDouyinError(reply, call.canRepeat, connection.now())
  return reply
}

/** For a shop, with its token. Throws PlatformFailure. */
export async function callDouyin(connection: Connection, call: DouyinCall): Promise<unknown> {
  return (await exchange(connection, call)).data
}

/** For the application itself: tokens are asked for without one. Throws PlatformFailure. */
export async function callDouyinAsApp(connection: AppConnection, call: DouyinCall): Promise<unknown> {
  return (await exchange(connection, call)).data
}

function signedUrl(connection: AppConnection & { accessToken?: string }, method: string, paramJson: string): string {
  const timestamp = String(Math.floor(connection.now() / 1000))
  const { appKey, appSecret, accessToken } = connection
  const query = new URLSearchParams({ app_key: appKey, method, timestamp, v: '2', sign_method: SIGN_METHOD })
  query.set('sign', signDouyin({ appKey, method, paramJson, timestamp }, appSecret, SIGN_METHOD))
  if (accessToken) query.set('access_token', accessToken)
  return `${connection.gatewayUrl.replace(/\/+$/, '')}/${method.replaceAll('.', '/')}?${query}`
}
