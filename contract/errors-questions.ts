/** Errors of looking through somebody else's eyes. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const questionErrors = {
  viewNeedsSession: define(
    'viewNeedsSession',
    409,
    {},
    '请在网页登录后再以他人视角查看，令牌和命令行不能使用。',
    'Looking through somebody else’s eyes needs a signed-in browser: sign in there. Tokens and the shell cannot do it.',
  ),
  viewOnly: define(
    'viewOnly',
    403,
    {},
    '正在以他人视角查看，只能浏览。请先退出查看。',
    'You are looking through somebody else’s eyes and can only read. End the view first.',
  ),
} as const satisfies Record<string, ErrorDefinition>
