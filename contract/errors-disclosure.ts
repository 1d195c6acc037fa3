/** Errors of looking at plain personal data and of taking data out. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const disclosureErrors = {
  budgetSpent: define(
    'budgetSpent',
    403,
    { limit: 'text', most: 'text' },
    '今天的额度（{limit}）已用完。验证是您本人后可以继续，最多到 {most}；明天 0 点重新计算。',
    'Today’s budget ({limit}) is used up. Confirm that it is you to go on, up to {most} at most; it begins anew at midnight.',
  ),
  budgetExhausted: define(
    'budgetExhausted',
    403,
    { most: 'text' },
    '今天已到上限（{most}），请明天再试，或请主账号提高您的每日额度。',
    'You have reached today’s utmost limit ({most}). Try again tomorrow, or ask the owner to raise your daily budget.',
  ),
} as const satisfies Record<string, ErrorDefinition>
