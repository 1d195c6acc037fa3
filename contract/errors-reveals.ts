/** Why a platform’s receiver is not shown in plain text. Where a look was paid before, it has been given back. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const revealErrors = {
  revealNotOffered: define(
    'revealNotOffered',
    409,
    { platform: 'text', reason: 'text' },
    '{platform}不提供收件人明文：{reason}',
    '{platform} gives no plain receivers: {reason}',
  ),
  revealRationSpent: define(
    'revealRationSpent',
    429,
    { platform: 'text', until: 'text' },
    '这个店铺在{platform}的解密额度暂时用完了，{until} 之后可以再查看；这次不占用你的查看次数。',
    'This shop has used up what {platform} decrypts for now. Look again after {until}; this look does not count for you.',
  ),
  revealAddressChanged: define(
    'revealAddressChanged',
    409,
    {},
    '买家改了收货地址，订单更新后请再查看；这次不占用你的查看次数。',
    'The buyer has changed the address. Look again once the order is up to date; this look does not count for you.',
  ),
  revealKept: define(
    'revealKept',
    409,
    { platform: 'text' },
    '{platform}没有给出这笔订单可以解密的收件人（可能已发货、已关闭或在审核中）；这次不占用你的查看次数。',
    '{platform} does not decrypt the receiver of this order: it may be shipped, closed or under review. This look does not count for you.',
  ),
  revealRefused: define(
    'revealRefused',
    409,
    { platform: 'text', said: 'text' },
    '{platform}拒绝解密：{said}。这次不占用你的查看次数。',
    '{platform} refused to decrypt: {said}. This look does not count for you.',
  ),
  revealSilent: define(
    'revealSilent',
    503,
    { platform: 'text' },
    '{platform}暂时没有答复，请稍后再查看；这次不占用你的查看次数。',
    '{platform} does not answer at the moment. Look again later; this look does not count for you.',
  ),
  revealOver: define(
    'revealOver',
    409,
    {},
    '这次查看已经结束，请重新点击查看。',
    'This look is over. Ask for the receiver again.',
  ),
} as const satisfies Record<string, ErrorDefinition>
