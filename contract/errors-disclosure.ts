/** Errors of looking at plain personal data and of taking data out. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const disclosureErrors = {
  budgetSpent: define(
    'budgetSpent',
    403,
    { limit: 'text', most: 'text' },
    '今天的额度（{limit}）已用完。验证是您本人后可再用一份，用完需再次验证，最多到 {most}；明天 0 点重新计算。',
    'Today’s budget ({limit}) is used up. Confirm that it is you for as much again, and once more after that, up to {most} at most; it begins anew at midnight.',
  ),
  linkExpired: define(
    'linkExpired',
    410,
    {},
    '下载链接已失效（有效期 1 分钟，权限变更后立即失效），请重新点下载。',
    'This download link is no longer good (it lasts a minute, and ends with any change of your rights). Press download again.',
  ),
  exportTooLarge: define(
    'exportTooLarge',
    422,
    { limit: 'number' },
    '符合条件的订单超过 {limit} 条，请缩小筛选范围后再导出。',
    'More than {limit} orders match. Narrow the filters and export again.',
  ),
  budgetExhausted: define(
    'budgetExhausted',
    403,
    { most: 'text' },
    '今天已到上限（{most}），请明天再试，或请主账号提高您的每日额度。',
    'You have reached today’s utmost limit ({most}). Try again tomorrow, or ask the owner to raise your daily budget.',
  ),
} as const satisfies Record<string, ErrorDefinition>
