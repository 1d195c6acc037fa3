import { reviews } from '#contract/reviews.ts'
import { query } from '#kernel/operation.ts'
import { phrasesOf } from '../phrase-store.ts'

export const listPhrases = query({
  name: 'reviews.listPhrases',
  ...reviews.listPhrases,
  summary: 'One’s own phrases for replies.',
  access: { permission: 'reviews.reply', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await phrasesOf(reader, actor.accountId) }),
})
