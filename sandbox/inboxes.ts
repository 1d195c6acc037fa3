/** What has reached people's phones: WeChat messages, text messages and mails, each sent once however often it was asked for. */
import type { Kept, StateFile } from './state-file.ts'

export const CHANNELS = ['wechat', 'sms', 'mail'] as const
export type Channel = (typeof CHANNELS)[number]
export type InboxMessage = {
  id: string
  channel: Channel
  /** A contact's id; '' for a mail to somebody this world does not know. */
  contactId: string
  /** WeChat id, phone number or mail address it was sent to. */
  to: string
  /** The sender's own key: the same one again is the same message. */
  clientKey: string
  title: string
  text: string
  /** The link it carries; '' when none. */
  url: string
  sentAt: number
  readAt: number | null
  /** It lies there and nobody looks: the switch for “no answer”. */
  isIgnored: boolean
}

export type Inboxes = {
  /** The message of this key, stored now or by an earlier call. */
  put(message: Omit<InboxMessage, 'id' | 'sentAt' | 'readAt'>): InboxMessage
  find(id: string): InboxMessage | undefined
  /** Latest first. */
  of(contactId: string): InboxMessage[]
  /** Latest first. */
  list(): InboxMessage[]
  markRead(id: string): InboxMessage | undefined
}

export function createInboxes(now: () => number, state: StateFile): Inboxes {
  const messages: Kept<InboxMessage> = state.table('inbox')
  const nextNumber = state.counter('inbox')
  const latestFirst = (): InboxMessage[] => [...messages.values()].reverse()
  return {
    put(wish) {
      const known = [...messages.values()].find(
        (message) => message.channel === wish.channel && message.clientKey === wish.clientKey,
      )
      if (known) return known
      const message = { ...wish, id: `m${nextNumber()}`, sentAt: now(), readAt: null }
      messages.set(message.id, message)
      return message
    },
    find: (id) => messages.get(id),
    of: (contactId) => latestFirst().filter((message) => message.contactId === contactId),
    list: latestFirst,
    markRead(id) {
      const message = messages.get(id)
      if (!message || message.isIgnored) return undefined
      const read = { ...message, readAt: message.readAt ?? now() }
      messages.set(id, read)
      return read
    },
  }
}

/** The first web address in a text; '' when there is none. */
export const linkIn = (text: string): string => /https?:\/\/[^\s<>"'，。）)]+/.exec(text)?.[0] ?? ''
