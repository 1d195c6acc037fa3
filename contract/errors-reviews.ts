/** Errors of buyers' reviews. */
import { define, type ErrorDefinition } from './error-definition.ts'

export const reviewErrors = {
  reviewAnswered: define(
    'reviewAnswered',
    409,
    { name: 'text' },
    '{name}已经回复了这条评价；一条评价只能回复一次，请刷新查看。',
    '{name} has replied to this review already. A review takes one reply; reload to see it.',
  ),
  reviewTooOld: define(
    'reviewTooOld',
    409,
    { days: 'number' },
    '评价已超过 {days} 天，平台不再接受回复。',
    'The review is older than {days} days; the platform takes no reply any more.',
  ),
  tooManyPhrases: define(
    'tooManyPhrases',
    409,
    { most: 'number' },
    '最多保存 {most} 条常用语，请先删除不用的。',
    'At most {most} phrases are kept. Delete some first.',
  ),
  replyTooLong: define(
    'replyTooLong',
    422,
    { most: 'number' },
    '回复最多 {most} 个字，请缩短。',
    'A reply has at most {most} characters. Shorten it.',
  ),
} as const satisfies Record<string, ErrorDefinition>
