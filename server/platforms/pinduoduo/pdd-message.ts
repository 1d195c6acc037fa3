/** The texts that travel over the message socket. Pure. */
import type { PushNotice } from '#server/platforms/platform.ts'
import { idText, isObject, readObject } from '#server/platforms/wire/wire-json.ts'

/** Numbers stay digits: message ids are beyond 2^53. */
export type PddMessage = { id: string; sendTime: string; type: string; mallId: string; content: string }
export type PddFrame =
  | { kind: 'message'; message: PddMessage }
  /** Heartbeats and whatever says nothing. */
  | { kind: 'nothing' }
  | { kind: 'failure'; text: string }

const DIGITS = /^\d{1,20}$/

/** A message that lacks what its receipt needs is none: it cannot be answered and comes again. */
export function readFrame(text: string): PddFrame {
  const frame = readObject(text)
  if (frame?.commandType === 'Fail') return { kind: 'failure', text: text.slice(0, 200) }
  if (frame?.commandType !== 'Common' || !isObject(frame.message)) return { kind: 'nothing' }
  const { type, content } = frame.message
  const message = {
    id: idText(frame.id),
    sendTime: idText(frame.sendTime),
    type: typeof type === 'string' ? type : '',
    mallId: idText(frame.message.mallID),
    content: typeof content === 'string' ? content : '',
  }
  const isWhole = [message.id, message.sendTime, message.mallId].every((number) => DIGITS.test(number)) && message.type !== ''
  return isWhole ? { kind: 'message', message } : { kind: 'nothing' }
}

/** The order a message speaks of; null when of none (goods, chats), or when its content names another shop than its envelope. */
export function noticeOf({ id, mallId, content }: PddMessage): PushNotice | null {
  const subject = readObject(content)
  const platformOrderId = idText(subject?.tid) || idText(subject?.order_sn)
  const namedMall = idText(subject?.mall_id)
  if (platformOrderId === '' || (namedMall !== '' && namedMall !== mallId)) return null
  return { platformShopId: mallId, platformOrderId, ack: id }
}

/** Numbers as bare digits, as they came. */
export const receiptOf = ({ id, sendTime, type, mallId }: PddMessage, atMs: number): string =>
  `{"commandType":"Ack","id":${id},"time":${atMs},"sendTime":${sendTime},"type":${JSON.stringify(type)},"mallID":${mallId}}`

export const heartbeatAt = (atMs: number): string => `{"commandType":"HeartBeat","time":${atMs}}`
