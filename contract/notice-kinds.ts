/**
 * Notices (站内信): every kind with what it says in both languages and the page that shows more. `{name}` is a parameter; `{at}` a moment.
 * A notice that is not here cannot be written.
 */
type NoticeText = { params: readonly string[]; zh: string; en: string; path: string }

export const noticeKinds = {
  reviewBegun: {
    params: ['review', 'count', 'dueOn'],
    zh: '“{review}”已开始：有 {count} 条授权等您确认，请在 {dueOn} 前处理；到期未处理的将自动收回。',
    en: '“{review}” has begun: {count} grants wait for you until {dueOn}. What nobody decides on ends.',
    path: '/team/reviews',
  },
  reviewDueSoon: {
    params: ['review', 'count', 'dueOn'],
    zh: '“{review}”将在 {dueOn} 截止：还有 {count} 条授权等您确认，到期将自动收回。',
    en: '“{review}” ends on {dueOn}: {count} grants still wait for you and will end then.',
    path: '/team/reviews',
  },
  invitationAccepted: {
    params: ['name'],
    zh: '{name} 接受了您的邀请，已加入团队。还没有权限的话，请为其授权。',
    en: '{name} accepted your invitation and has joined. Grant what they need if they hold nothing yet.',
    path: '/team',
  },
  invitationDeclined: {
    params: ['name'],
    zh: '{name} 拒绝了您的邀请。',
    en: '{name} declined your invitation.',
    path: '/team/invitations',
  },
  invitationFailed: {
    params: ['name'],
    zh: '发给 {name} 的邀请没有送达，请查看原因并重新发送。',
    en: 'Your invitation to {name} did not arrive. See why and send it again.',
    path: '/team/invitations',
  },
  invitationUnanswered: {
    params: ['name'],
    zh: '{name} 没有答复，邀请已过期。可以重新发送。',
    en: '{name} has not answered and the invitation is over. You can send it again.',
    path: '/team/invitations',
  },
  afterSaleNotTaken: {
    params: ['order', 'problem'],
    zh: '订单 {order} 的售后处理，平台没有接受：{problem}。请查看后重试或重新处理。',
    en: 'The platform did not take the decision about order {order}: {problem}. See to it and try again, or decide anew.',
    path: '/after-sales',
  },
  temporaryEnded: {
    params: ['name'],
    zh: '临时账号 {name} 已到期：账号停用，手上的包裹已退回公共池。',
    en: 'The temporary account {name} has ended; parcels in hand are back in the pool.',
    path: '/team/leaving',
  },
  seatLost: {
    params: ['name'],
    zh: '名额减少，{name} 的账号已被冻结。增加名额后可以恢复。',
    en: 'There are fewer seats: the account of {name} was frozen. With more seats it can be let in again.',
    path: '/team',
  },
  signInNewDevice: {
    params: ['device', 'ip'],
    zh: '您的账号刚在新设备登录：{device}（{ip}）。不是您本人？请立即修改密码并退出该设备。',
    en: 'Your account was used on a new device: {device} ({ip}). Not you? Change your password now and sign that device out.',
    path: '/account',
  },
  signInNewNetwork: {
    params: ['device', 'ip'],
    zh: '您的账号刚从新的网络登录：{ip}（{device}）。不是您本人？请立即修改密码并退出该设备。',
    en: 'Your account was used from a new network: {ip} ({device}). Not you? Change your password now and sign that device out.',
    path: '/account',
  },
  signInOutsideHours: {
    params: ['name', 'device', 'ip'],
    zh: '{name} 在工作时间以外登录：{device}（{ip}）。',
    en: '{name} signed in outside working hours: {device} ({ip}).',
    path: '/log',
  },
  factorGuessed: {
    params: ['ip'],
    zh: '有人知道您的密码，但没有通过两步验证（{ip}）。不是您本人？请立即修改密码。',
    en: 'Somebody knows your password but failed the second factor ({ip}). Not you? Change your password now.',
    path: '/account',
  },
  passwordReset: {
    params: ['name'],
    zh: '{name} 重置了您的密码。',
    en: '{name} reset your password.',
    path: '/account',
  },
  factorsReset: {
    params: ['name'],
    zh: '{name} 移除了您的两步验证，请重新设置。',
    en: '{name} removed your second factors. Set them up again.',
    path: '/account',
  },
  emergencyStopped: {
    params: ['name'],
    zh: '{name} 执行了紧急停用：所有人的登录、令牌和应用已全部失效。',
    en: '{name} stopped everything: all sessions, tokens and apps are void.',
    path: '/team/security',
  },
  authorisationEnds: {
    params: ['shop', 'platform', 'endsAt'],
    zh: '店铺“{shop}”（{platform}）的授权将在 {endsAt} 到期，到期后不再抓单和回传，请让店主重新授权。',
    en: 'The authorisation of the shop “{shop}” ({platform}) ends at {endsAt}: no order is read and no shipment reported after that. Have its owner authorise it again.',
    path: '/shops',
  },
  appSubscriptionEnds: {
    params: ['app', 'days'],
    zh: '应用“{app}”的订阅还有 {days} 天到期，到期后立即停用。',
    en: 'The subscription of the app “{app}” ends in {days} days; it stops then.',
    path: '/apps',
  },
  appSubscriptionEnded: {
    params: ['app'],
    zh: '应用“{app}”的订阅已到期，应用已停用。',
    en: 'The subscription of the app “{app}” has ended; it has stopped.',
    path: '/apps',
  },
  appInstallerLost: {
    params: ['app'],
    zh: '应用“{app}”的负责人已不在岗，应用已停用，请接管。',
    en: 'Who answers for the app “{app}” is no longer at work, so it has stopped. Take it over.',
    path: '/apps',
  },
  appWebhookTrouble: {
    params: ['app', 'url'],
    zh: '发给应用“{app}”的通知没有送达：{url}。',
    en: 'Messages to the app “{app}” do not arrive: {url}.',
    path: '/apps',
  },
} as const satisfies Record<string, NoticeText>
export type NoticeKind = keyof typeof noticeKinds
export type NoticeParams<K extends NoticeKind> = { [P in (typeof noticeKinds)[K]['params'][number]]: string }
