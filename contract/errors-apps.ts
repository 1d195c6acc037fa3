/** Errors of apps, tokens and webhooks. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const appErrors = {
  tokenInvalid: define(
    'tokenInvalid',
    401,
    {},
    '令牌无效、已过期或已被撤销，请换一个新令牌。',
    'This token is not valid, has expired or was revoked. Use a new one.',
  ),
  appStopped: define(
    'appStopped',
    403,
    { app: 'text' },
    '应用“{app}”已被停用、已到期，或没有为您开通。请联系主账号。',
    'The app “{app}” is suspended, has ended, or is not switched on for you. Ask the owner.',
  ),
  functionNotForApps: define(
    'functionNotForApps',
    400,
    { permission: 'text' },
    '“{permission}”只能由人操作，不能交给应用或令牌。',
    '“{permission}” stays with people: no app or token can carry it.',
  ),
  beyondApp: define(
    'beyondApp',
    400,
    { permission: 'text' },
    '该应用安装时没有“{permission}”功能，请先在应用中添加。',
    'The app was installed without “{permission}”. Add it to the app first.',
  ),
  redirectNotAllowed: define(
    'redirectNotAllowed',
    400,
    { uri: 'text' },
    '回调地址“{uri}”不可用：须为完整的 https 地址（本机回环地址可用 http），不含通配符、片段和账号。',
    'The redirect address “{uri}” cannot be used: a whole https address (http only on loopback), without wildcard, fragment or user.',
  ),
  visitOver: define(
    'visitOver',
    409,
    {},
    '这次授权请求已结束或已过期，请从应用重新开始。',
    'This request of the app is over or has expired. Start again from the app.',
  ),
  webhookNotAllowed: define(
    'webhookNotAllowed',
    400,
    { url: 'text' },
    '通知地址“{url}”不可用：须为公网 https 地址，不含账号和片段。',
    'The address “{url}” cannot be notified: a public https address without user and fragment is needed.',
  ),
  webhookPaused: define('webhookPaused', 409, {}, '该通知已暂停，请先恢复。', 'This webhook is paused. Resume it first.'),
  tokenTooLong: define(
    'tokenTooLong',
    400,
    { days: 'number' },
    '令牌必须有到期日，且不超过 {days} 天。',
    'A token needs an end, at most {days} days from now.',
  ),
  tooManyTokens: define(
    'tooManyTokens',
    409,
    { most: 'number' },
    '有效令牌已达 {most} 个，请先撤销不用的。',
    'You have {most} tokens in force. Revoke those you do not use first.',
  ),
  endInPast: define('endInPast', 400, {}, '到期时间须在将来。', 'The end must lie in the future.'),
} as const satisfies Record<string, ErrorDefinition>
