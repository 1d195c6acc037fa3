/** WeChat messages by WeChat id, and text messages by mobile number, over the same service. */
import type { Delivery, Messenger } from '#server/messengers/messenger.ts'
import { callDirectory, type DirectoryAnswer } from './directory-call.ts'

const NO_SUCH_USER = 40003
const NOT_VERIFIED = 47301
/** Signature, app id, time: ours to mend. */
const OUR_FAULT = new Set([40001, 40013, 40097, 40066])

/** Looked up before anything is sent, so that a person without a verified name is told apart even where the service would deliver. */
export const wechatMessenger: Messenger = {
  kind: 'wechat',
  async send(connection, { messageKey, to, subject, text, url, mustBeVerified }) {
    const person = await callDirectory(connection, 'people.find', { wechat_id: to })
    if (!person.ok) return deliveryOf(person)
    const { verified } = (person.fields.user ?? {}) as { verified?: unknown }
    if (mustBeVerified && verified !== true) return { outcome: 'notVerified' }
    return deliveryOf(
      await callDirectory(connection, 'messages.send', {
        to_user: to,
        client_msg_id: messageKey,
        require_verified: mustBeVerified,
        title: subject,
        text,
        url,
      }),
    )
  },
  async hasRead(connection, providerMessageId) {
    const answer = await callDirectory(connection, 'messages.state', { msg_id: providerMessageId })
    return answer.ok ? answer.fields.state === 'read' : null
  },
}

export const smsMessenger: Messenger = {
  kind: 'phone',
  async send(connection, { messageKey, to, text, url }) {
    return deliveryOf(
      await callDirectory(connection, 'sms.send', { phone: to, client_msg_id: messageKey, text: `${text} ${url}` }),
    )
  },
}

function deliveryOf(answer: DirectoryAnswer): Delivery {
  if (answer.ok) return { outcome: 'delivered', providerMessageId: String(answer.fields.msg_id ?? '') }
  if (answer.retry) return { outcome: 'retryLater', reason: answer.reason, detail: answer.detail }
  if (answer.code === NO_SUCH_USER) return { outcome: 'notFound' }
  if (answer.code === NOT_VERIFIED) return { outcome: 'notVerified' }
  return { outcome: 'rejected', isOurFault: OUR_FAULT.has(answer.code), detail: answer.detail }
}
