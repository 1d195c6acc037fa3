/** Pushes of the WeChat Store to a shop's own address. Pure. */
import type { PushNotice, PushReceipt, PushRequest, PushSecrets } from '#server/platforms/platform.ts'
import type { ChatMessage } from '#server/platforms/platform-services.ts'
import { idText, isObject, readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { readWechatCredentials, type WechatCredentials } from './wechat-credentials.ts'
import { isWechatSignature, openWechatMessage } from './wechat-crypto.ts'

const CHAT_EVENT = 'commkf_send_msg_to_kf'

/** GET: the console checks the address. POST: an encrypted message. Anything that is not signed with the shop's token is forged. */
export function receiveWechatPush(request: PushRequest, { shopSecret }: PushSecrets): PushReceipt {
  const credentials = readWechatCredentials(shopSecret)
  if (!credentials || credentials.messageToken === '' || credentials.encodingAesKey === '')
    return refused('the shop has no keys for pushes')
  return request.method === 'GET' ? checkAddress(request, credentials) : takeMessage(request, credentials)
}

function checkAddress({ query }: PushRequest, { messageToken }: WechatCredentials): PushReceipt {
  const { signature = '', timestamp = '', nonce = '', echostr = '' } = query
  return isWechatSignature(signature, [messageToken, timestamp, nonce])
    ? genuine(echostr)
    : refused('the signature of the address check is wrong')
}

function takeMessage({ query, rawBody }: PushRequest, credentials: WechatCredentials): PushReceipt {
  const text = rawBody.toString('utf8')
  if (text.trimStart().startsWith('<')) return refused('the shop pushes XML: choose JSON as the format in its console')
  const encrypted = readObject(text)?.Encrypt
  if (typeof encrypted !== 'string') return refused('the body has nothing encrypted: choose the safe mode in the console')
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = query
  if (!isWechatSignature(signature, [credentials.messageToken, timestamp, nonce, encrypted]))
    return refused('the signature is wrong')
  const opened = openWechatMessage(credentials.encodingAesKey, encrypted)
  if (!opened) return refused('the message cannot be decrypted')
  if (opened.appId !== credentials.appId) return refused('the message was meant for another shop')
  const event = readObject(opened.message)
  return event
    ? { ...genuine('success'), notices: noticesOf(event), chats: chatsOf(event) }
    : refused('the message is no JSON object')
}

/** Orders tell `order_info`, after-sales a change of status with the order they belong to; other events are of no order. */
function noticesOf(event: WireObject): PushNotice[] {
  const subject = [event.order_info, event.finder_shop_aftersale_status_update].find(isObject)
  const platformOrderId = idText(subject?.order_id)
  if (platformOrderId === '') return []
  const words = [event.Event, platformOrderId, subject?.after_sale_order_id, subject?.status, event.CreateTime]
  // Empty shop id: the address names the shop.
  return [
    { platformShopId: '', platformOrderId, ack: words.map((word) => (typeof word === 'string' ? word : idText(word))).join(':') },
  ]
}

/** A buyer's words; they come again for hours until taken, always with the same id. */
function chatsOf(event: WireObject): ChatMessage[] {
  const messageId = idText(event.msg_id)
  const buyerKey = idText(event.FromUserName)
  if (event.Event !== CHAT_EVENT || messageId === '' || buyerKey === '') return []
  const kind = idText(event.msg_type) || 'text'
  const text = isObject(event.text) && typeof event.text.content === 'string' ? event.text.content : ''
  const sentAt = new Date(Number(event.CreateTime ?? 0) * 1000)
  return [{ messageId, buyerKey, kind, text, sentAt: Number.isNaN(sentAt.getTime()) ? '' : sentAt.toISOString() }]
}

const genuine = (body: string): Extract<PushReceipt, { verdict: 'genuine' }> => ({
  verdict: 'genuine',
  notices: [],
  reply: { status: 200, contentType: 'text/plain; charset=utf-8', body },
})
const refused = (reason: string): PushReceipt => ({
  verdict: 'refused',
  reason,
  reply: { status: 403, contentType: 'text/plain; charset=utf-8', body: 'refused' },
})
