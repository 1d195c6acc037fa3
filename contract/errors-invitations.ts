/** Errors of inviting and of answering an invitation. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const invitationErrors = {
  /** One sentence for unknown, used, expired, replaced and withdrawn: whoever tries links learns nothing. */
  invitationSpent: define(
    'invitationSpent',
    410,
    {},
    '这个邀请链接无效：可能已使用、已过期、已被撤回，或链接不完整。请联系邀请您的人重新发送。',
    'This invitation link is not valid: it was used, has expired, was withdrawn, or is incomplete. Ask whoever invited you to send it again.',
  ),
  contactMismatch: define(
    'contactMismatch',
    403,
    { left: 'number' },
    '与收到邀请的微信号、手机号或邮箱不一致，请核对（还可尝试 {left} 次）。',
    'This is not the WeChat id, number or address the invitation was sent to. Check it ({left} tries left).',
  ),
  realNameNeeded: define(
    'realNameNeeded',
    409,
    {},
    '商家要求实名，请先完成实名认证再接受邀请。',
    'The merchant asks for a verified real name. Verify yours first, then accept.',
  ),
  realNameBlocked: define(
    'realNameBlocked',
    429,
    {},
    '实名认证次数已用完，请联系邀请您的人重新发送邀请。',
    'You have used up the tries to verify your name. Ask whoever invited you to send the invitation again.',
  ),
  idNumberMalformed: define(
    'idNumberMalformed',
    400,
    {},
    '身份证号不正确，请填写 18 位号码（末位可为 X）。',
    'This is no valid identity card number. Enter its 18 characters (the last may be X).',
  ),
  addressMalformed: define(
    'addressMalformed',
    400,
    { address: 'text' },
    '“{address}”不是有效的微信号、手机号或邮箱，请核对后重试。',
    '“{address}” is no valid WeChat id, mobile number or e-mail address. Check it and try again.',
  ),
  alreadyInvited: define(
    'alreadyInvited',
    409,
    { address: 'text' },
    '已有一个发给“{address}”的邀请在等待答复，请在邀请列表中重新发送或撤回它。',
    'An invitation to “{address}” is waiting for an answer. Send it again or withdraw it in the list.',
  ),
  wayNotOffered: define(
    'wayNotOffered',
    409,
    { settings: 'text' },
    '这种邀请方式尚未开通：缺少设置 {settings}。请改用链接或二维码，或请管理员补上设置。',
    'This way of inviting is not set up: {settings} missing. Use a link or QR code, or ask the operator to set it up.',
  ),
  invitationEnded: define(
    'invitationEnded',
    409,
    {},
    '这个邀请已经结束，不能再操作。请刷新列表。',
    'This invitation has ended and cannot be changed. Reload the list.',
  ),
} as const satisfies Record<string, ErrorDefinition>
