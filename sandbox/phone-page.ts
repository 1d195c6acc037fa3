/** `/phone/ID`: a person's phone with everything that reached it; `/phone/open/MESSAGE` reads a message and follows its link. */
import type { ServerResponse } from 'node:http'
import type { Contact } from './contacts.ts'
import type { SandboxControl } from './control.ts'
import { escapeHtml, sendText } from './http.ts'
import type { Channel, InboxMessage } from './inboxes.ts'
import { sendPage } from './page-frame.ts'
import { toPlatformTime } from './platform-time.ts'

const channelWords: Record<Channel, string> = { wechat: '微信 WeChat', sms: '短信 SMS', mail: '邮件 Mail' }

export function handlePhone(control: SandboxControl, path: string, response: ServerResponse): void {
  const [, , first = '', second = ''] = path.split('/')
  const known = control.people().find(({ contact }) => contact.id === first)
  if (first === 'open') openMessage(control, second, response)
  else if (known) sendInbox(control, known.contact, response)
  else sendText(response, 'Nobody has this phone', 404)
}

function sendInbox(control: SandboxControl, contact: Contact, response: ServerResponse): void {
  const messages = control.inbox(contact.id).map(bubble)
  const body = messages.length > 0 ? messages.join('') : '<p class="soft">还没有消息 Nothing yet</p>'
  sendPage(response, `${contact.name}的手机`, `<div class="phone"><p><a href="/">← 控制台</a></p>${body}</div>`, 5)
}

function bubble(message: InboxMessage): string {
  const link =
    message.url === ''
      ? ''
      : message.isIgnored
        ? '<span class="soft">对方没有看这条消息 Nobody looks at it</span>'
        : `<p><a class="button" href="/phone/open/${message.id}" target="_blank" rel="noopener">打开邀请 Open</a></p>`
  const title = message.title === '' ? '' : `<b>${escapeHtml(message.title)}</b>`
  return `<article class="message ${message.readAt === null ? 'unread' : ''}"><div class="head soft"><span>${channelWords[message.channel]}</span><span>${toPlatformTime(message.sentAt)}</span></div>${title}<p>${escapeHtml(message.text)}</p>${link}</article>`
}

function openMessage(control: SandboxControl, id: string, response: ServerResponse): void {
  const message = control.openMessage(id)
  if (message.url === '') sendText(response, message.text, 200)
  else response.writeHead(303, { location: message.url, 'referrer-policy': 'no-referrer' }).end()
}
