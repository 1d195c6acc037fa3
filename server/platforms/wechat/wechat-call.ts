/** One call to the WeChat Store: JSON out, JSON in, the token in the address; every failure a PlatformFailure. */
import type { AppConnection, Connection } from '#server/platforms/platform.ts'
import { getJson, postJson, type WireReply } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { addressNotAllowed, failureFromWechat } from './wechat-failure.ts'

export type WechatCall = {
  /** E.g. `channels/ec/order/get`. */
  path: string
  body: Readonly<Record<string, unknown>>
  /** Reading, or repeating it changes nothing: a lost reply is then a plain retry. */
  canRepeat: boolean
}

/** Performs the call and answers its JSON. Throws PlatformFailure. */
export async function callWechat(connection: Connection, { path, body, canRepeat }: WechatCall): Promise<WireObject> {
  const reply = await postJson(connection, addressOf(connection, path), JSON.stringify(body), canRepeat)
  return answerOf(reply, canRepeat, connection)
}

/** The few interfaces that refuse a body (`43001`). */
export async function getWechat(connection: Connection, path: string): Promise<WireObject> {
  return answerOf(await getJson(connection, addressOf(connection, path)), true, connection)
}

export const addressWithoutToken = ({ gatewayUrl }: AppConnection, path: string): string =>
  `${gatewayUrl.replace(/\/+$/, '')}/${path}`

const addressOf = (connection: Connection, path: string): string =>
  `${addressWithoutToken(connection, path)}?access_token=${encodeURIComponent(connection.accessToken)}`

export function answerOf({ text, httpStatus }: WireReply, canRepeat: boolean, { now }: Pick<AppConnection, 'now'>): WireObject {
  const reply = readObject(text)
  if (!reply) throw httpStatus === 403 ? addressNotAllowed() : failureFromForeignReply(httpStatus, canRepeat)
  if (reply.errcode !== undefined && Number(reply.errcode) !== 0) throw failureFromWechat(reply, canRepeat, now())
  return reply
}
