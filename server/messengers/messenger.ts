/** The port of every way to reach a person with a message (an invitation): WeChat, text message, mail. */
import type { MessengerSettings } from '#kernel/config.ts'

export const MESSAGE_KINDS = ['wechat', 'phone', 'email'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

export type Message = {
  /** Our idempotency key: the same key reaches the person once, however often it is sent. */
  messageKey: string
  /** WeChat id, mobile number or mail address. */
  to: string
  subject: string
  /** Without the link. */
  text: string
  url: string
  /** What the link is called, e.g. “open the invitation”. */
  linkText: string
  /** Only for somebody whose real name the provider has verified. */
  mustBeVerified: boolean
}

/** Trouble that passes: the message may or may not have arrived, and sending it again under the same key is right. */
export type Trouble = 'unreachable' | 'timeout' | 'serverError' | 'busy'
export type Delivery =
  | { outcome: 'delivered'; providerMessageId: string }
  /** Nobody has this id, number or address. */
  | { outcome: 'notFound' }
  /** The person exists and has not passed the provider's real-name check. */
  | { outcome: 'notVerified' }
  | { outcome: 'retryLater'; reason: Trouble; detail: string }
  /** Refused for good; `isOurFault`: by a wrong key, signature or account of ours, which the operator has to mend. */
  | { outcome: 'rejected'; isOurFault: boolean; detail: string }

export type MessengerConnection = MessengerSettings & { now: () => number; signal?: AbortSignal }

export type Messenger = {
  kind: MessageKind
  /** Never throws for trouble outside. */
  send(connection: MessengerConnection, message: Message): Promise<Delivery>
  /** Whether the person has looked at it; null = the provider does not tell. */
  hasRead?(connection: MessengerConnection, providerMessageId: string): Promise<boolean | null>
}
