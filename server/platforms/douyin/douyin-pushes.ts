/** Douyin's pushes: one address for the whole application, a list of messages in each request. */

import { isGenuineDouyinPush } from '#server/platforms/fxg/fxg-sign.ts'
import type { PushNotice, PushReceipt, PushReply, PushRequest, PushSecrets } from '#server/platforms/platform.ts'
import { idText, isObject, parseWireJson, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const reply = (status: number, code: number, msg: string): PushReply => ({
  status,
  contentType: 'application/json;charset=utf-8',
  body: JSON.stringify({ code, msg }),
})
/** Anything but code 0 within five seconds has the platform send the same again. */
const ACCEPTED = reply(200, 0, 'success')
const FORGED = 40041

/** Pure. The signature is checked before anything is read. */
export function receiveDouyinPush({ headers, rawBody }: PushRequest, { appKey, appSecret }: PushSecrets): PushReceipt {
  const signature = headers['event-sign'] ?? ''
  const signMethod = headers['sign-method'] ?? ''
  const isOurs = headers['app-id'] === undefined || headers['app-id'] === appKey
  if (!isOurs || !isGenuineDouyinPush({ appKey, rawBody, signature, signMethod }, appSecret)) {
    return { verdict: 'refused', reason: 'the signature is not of our application', reply: reply(401, FORGED, 'sign invalid') }
  }
  const messages = readList(rawBody.toString('utf8'))
  if (messages === null) {
    return { verdict: 'refused', reason: 'the body is no list of messages', reply: reply(400, 40000, 'body invalid') }
  }
  return { verdict: 'genuine', notices: messages.flatMap(noticeOf), reply: ACCEPTED }
}

/** Messages that speak of no order (goods, the console's trial with tag 0, contents nobody can read) have no reader and are let go. */
function noticeOf(message: unknown): PushNotice | [] {
  if (!isObject(message)) return []
  const subject = subjectOf(message.data)
  const platformOrderId = idText(subject?.p_id)
  return platformOrderId === '' ? [] : { platformShopId: idText(subject?.shop_id), platformOrderId, ack: idText(message.msg_id) }
}

/** JSON inside JSON, or an object outright. */
function subjectOf(data: unknown): WireObject | null {
  if (typeof data === 'string') return readObject(data)
  return isObject(data) ? data : null
}

function readList(text: string): unknown[] | null {
  try {
    const value = parseWireJson(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
