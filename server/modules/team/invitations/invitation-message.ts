/** The words of an invitation and of its reminder. */

export type InvitationWords = {
  language: 'zh' | 'en'
  merchantName: string
  inviterName: string
  /** Role names in that language. */
  roles: string[]
  login: string
  expiresAt: Date
  isReminder: boolean
}
export type Words = { subject: string; text: string; linkText: string }

/** Merchants and those they invite live by this clock. */
const ZONE = 'Asia/Shanghai'

export const invitationWords = (facts: InvitationWords): Words => (facts.language === 'zh' ? inChinese(facts) : inEnglish(facts))

function inChinese({ merchantName, inviterName, roles, login, expiresAt, isReminder }: InvitationWords): Words {
  const as = roles.length > 0 ? `，岗位：${roles.join('、')}` : ''
  const until = expiresAt.toLocaleString('zh-CN', {
    timeZone: ZONE,
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return {
    subject: `${isReminder ? '提醒：' : ''}「${merchantName}」邀请您加入团队`,
    text: `${inviterName} 邀请您加入「${merchantName}」，账号 ${login}${as}。\n请在 ${until} 前打开链接，查看权限后接受或拒绝。链接只能使用一次，请勿转发；如果您不认识对方，请忽略。`,
    linkText: '打开邀请',
  }
}

function inEnglish({ merchantName, inviterName, roles, login, expiresAt, isReminder }: InvitationWords): Words {
  const as = roles.length > 0 ? ` as ${roles.join(', ')}` : ''
  const until = expiresAt.toLocaleString('en-GB', {
    timeZone: ZONE,
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  return {
    subject: `${isReminder ? 'Reminder: ' : ''}${merchantName} invites you to join the team`,
    text: `${inviterName} invites you to join ${merchantName}${as}, with the login ${login}.\nOpen the link before ${until} (China time), look at the rights, and accept or decline. It works once; do not pass it on. If you do not know them, ignore this.`,
    linkText: 'Open the invitation',
  }
}
