/** Errors of what buyers ask back. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const afterSaleErrors = {
  caseDecided: define(
    'caseDecided',
    409,
    { name: 'text', at: 'text' },
    '“{name}”已于 {at} 处理了这张售后单，正在等平台的结果，不能再处理一次。',
    '“{name}” decided this case at {at}; the platform’s answer is awaited, so it cannot be decided again.',
  ),
  caseNotWaiting: define(
    'caseNotWaiting',
    409,
    {},
    '这张售后单现在不需要商家处理，请刷新后查看。',
    'This case does not wait for the shop now. Reload to see how it stands.',
  ),
  decideOnPlatform: define(
    'decideOnPlatform',
    409,
    { platform: 'text' },
    '{platform}没有开放处理售后的接口，请到{platform}的商家后台处理，结果会自动同步回来。',
    '{platform} offers no interface for decisions. Decide in its own console; the outcome comes back here by itself.',
  ),
  refundOverLimit: define(
    'refundOverLimit',
    403,
    { limit: 'text', most: 'text' },
    '您的单笔退款上限是 {limit}，二次确认后最多 {most}。请交给上限更高的同事，或请主账号提高上限。',
    'You may agree to {limit} at once, and to {most} after confirming that it is you. Leave this one to a colleague with a higher limit, or ask the owner to raise yours.',
  ),
  decisionNotFailed: define(
    'decisionNotFailed',
    409,
    {},
    '这次处理没有失败，无需重试。',
    'This decision has not failed; there is nothing to try again.',
  ),
} as const satisfies Record<string, ErrorDefinition>
