/** Every way to reach a person, and which of them this installation's settings allow. */
import type { MessengerSettings } from '#kernel/config.ts'
import { MESSAGE_KINDS, type MessageKind, type Messenger } from './messenger.ts'
import { mailMessenger } from './smtp/mail-messenger.ts'
import { smsMessenger, wechatMessenger } from './wechat/wechat-messenger.ts'

const messengers: Record<MessageKind, Messenger> = { wechat: wechatMessenger, phone: smsMessenger, email: mailMessenger }
export const messengerOf = (kind: MessageKind): Messenger => messengers[kind]

/** The settings a way still needs; none = it is offered. */
export function missingSettings(settings: MessengerSettings, kind: MessageKind): string[] {
  const { smtpUrl, mailFrom, directory } = settings
  const needed: Record<string, string | undefined> =
    kind === 'email'
      ? { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom }
      : { WECHAT_DIRECTORY_URL: directory.url, WECHAT_APP_ID: directory.appId, WECHAT_APP_SECRET: directory.appSecret }
  return Object.keys(needed).filter((name) => needed[name] === undefined)
}

export const messengerOffers = (settings: MessengerSettings): { kind: MessageKind; missing: string[] }[] =>
  MESSAGE_KINDS.map((kind) => ({ kind, missing: missingSettings(settings, kind) }))
