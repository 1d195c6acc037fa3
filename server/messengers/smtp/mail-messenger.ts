/** Mail over SMTP. The Message-ID is made from our key, so a mail sent twice after a lost answer is the same mail to its reader. */
import { createTransport } from 'nodemailer'
import type { Delivery, Message, Messenger } from '#server/messengers/messenger.ts'
import { mailHtml } from './mail-html.ts'

const CONNECT_TIMEOUT_MS = 10_000
const SOCKET_TIMEOUT_MS = 20_000
/** No such mailbox: unknown, moved, not allowed by its name (RFC 5321). */
const NO_SUCH_MAILBOX = new Set([550, 551, 553])

export const mailMessenger: Messenger = {
  kind: 'email',
  async send({ smtpUrl, mailFrom, signal }, message) {
    if (smtpUrl === undefined || mailFrom === undefined) throw new Error('mail is not set up')
    const transport = createTransport({
      url: smtpUrl,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      greetingTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SOCKET_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const stop = (): void => transport.close()
    signal?.addEventListener('abort', stop)
    const messageId = `<${message.messageKey}@${mailFrom.split('@')[1]}>`
    try {
      const sent = await transport.sendMail({
        from: mailFrom,
        to: { name: '', address: message.to },
        subject: message.subject,
        messageId,
        text: textOf(message),
        html: mailHtml(message),
      })
      return { outcome: 'delivered', providerMessageId: sent.messageId }
    } catch (error) {
      return deliveryOf(error as SmtpError)
    } finally {
      signal?.removeEventListener('abort', stop)
      transport.close()
    }
  },
}

const textOf = ({ text, linkText, url }: Message): string => `${text}\n\n${linkText}：\n${url}\n`

type SmtpError = Error & { code?: string; command?: string; responseCode?: number }

function deliveryOf({ code, command, responseCode, message }: SmtpError): Delivery {
  const detail = message.slice(0, 200)
  if (responseCode !== undefined && responseCode >= 500) {
    if (command === 'RCPT TO' && NO_SUCH_MAILBOX.has(responseCode)) return { outcome: 'notFound' }
    return { outcome: 'rejected', isOurFault: code === 'EAUTH' || command === 'MAIL FROM', detail }
  }
  if (code === 'EAUTH') return { outcome: 'rejected', isOurFault: true, detail }
  if (responseCode !== undefined && responseCode >= 400) return { outcome: 'retryLater', reason: 'busy', detail }
  return { outcome: 'retryLater', reason: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', detail }
}
