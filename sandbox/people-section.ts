/** The people of the directory on the control page, with the way to each one's phone, and the mails that reached nobody known. */
import type { SandboxControl } from './control.ts'
import { escapeHtml } from './http.ts'
import { button, card, row, table, tag } from './page-parts.ts'
import { toPlatformTime } from './platform-time.ts'

export function peopleSection(control: SandboxControl): string {
  const rows = control
    .people()
    .map(({ contact, unreadCount }) =>
      row(
        escapeHtml(contact.name),
        `<code>${escapeHtml(contact.wechatId)}</code>`,
        `<code>${escapeHtml(contact.phone)}</code>`,
        `<code>${escapeHtml(contact.email)}</code>`,
        `<code>${escapeHtml(contact.idNumber)}</code>`,
        `${tag(contact.isVerified ? ['已实名', 'good'] : ['未实名', 'bad'])} ${button(
          'people/verify',
          contact.isVerified ? '撤销' : '实名',
          { id: contact.id, isVerified: String(!contact.isVerified) },
          'small',
        )}`,
        `<a class="button" href="/phone/${contact.id}">手机 Phone${unreadCount > 0 ? ` · ${unreadCount}` : ''}</a>`,
      ),
    )
  const add =
    '<form method="post" action="/control/people"><input name="name" required maxlength="20" placeholder="姓名 Name"><button>添加 Add</button></form>'
  return card(
    '微信通讯录 People',
    add +
      table(
        ['姓名 Name', '微信号 WeChat', '手机 Phone', '邮箱 E-mail', '身份证 Id card', '实名 Real name', '收件箱 Inbox'],
        rows,
      ) +
      strayMails(control),
  )
}

function strayMails(control: SandboxControl): string {
  const mails = control.mails().filter((mail) => mail.contactId === '')
  if (mails.length === 0) return ''
  const rows = mails
    .slice(0, 20)
    .map((mail) =>
      row(
        toPlatformTime(mail.sentAt),
        escapeHtml(mail.to),
        escapeHtml(mail.title),
        mail.url === '' ? '' : `<a href="/phone/open/${mail.id}" target="_blank" rel="noopener">打开链接 Open</a>`,
      ),
    )
  return `<h2>其他邮件 Other mails</h2>${table(['时间 Time', '收件人 To', '主题 Subject', '链接 Link'], rows)}`
}
