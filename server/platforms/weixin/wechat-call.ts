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

/**
 * Order ids of waybills have to be numbers, and they exceed 2^53: they are written as text here and lose their quotes on the way out.
 * Inside a text the quotes are escaped, so nothing else can look like it.
 */
const BARE_ID = /"(ec_order_id)":"(\d{1,20})"/g

/** Performs the call and answers its JSON. Throws PlatformFailure. */
export async function callWechat(connection: Connection, { path, body, canRepeat }: WechatCall): Promise<WireObject> {
  const json = JSON.stringify(body).replace(BARE_ID, '"$1":$2')
  const reply = await postJson(connection, addressOf(connection, path), json, canRepeat)
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

/** Whatever does not say that it went well has not: a proxy's JSON must not pass for a carried out act. */
export function answerOf(reply: WireReply, canRepeat: boolean, { now }: Pick<AppConnection, 'now'>): WireObject {
  const answer = answerTold(reply, canRepeat, now())
  if (answer.errcode === undefined) throw failureFromForeignReply(reply.httpStatus, canRepeat)
  return answer
}

/** As `answerOf`, for the one interface that says nothing when it went well. */
export function answerTold({ text, httpStatus }: WireReply, canRepeat: boolean, nowMs: number): WireObject {
  const answer = readObject(text)
  if (!answer) throw httpStatus === 403 ? addressNotAllowed() : failureFromForeignReply(httpStatus, canRepeat)
  if (answer.errcode !== undefined && Number(answer.errcode) !== 0) throw failureFromWechat(answer, canRepeat, nowMs)
  return answer
}
