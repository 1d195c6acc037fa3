import { errors } from '#contract/errors.ts'
import { MOST_PHRASES, reviews } from '#contract/reviews.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { phrasesOf, putPhrase } from '../phrase-store.ts'

export const savePhrase = command({
  name: 'reviews.savePhrase',
  ...reviews.savePhrase,
  summary: 'Keeps a phrase for replies, for oneself.',
  access: { permission: 'reviews.reply', scope: 'shared' },
  audit: (_input, { phraseId }) => ({ objects: [{ kind: 'phrase', id: phraseId }] }),
  errors: [errors.tooManyPhrases],
  async run(tx, { text }, actor, { now }) {
    if ((await phrasesOf(tx, actor.accountId)).length >= MOST_PHRASES) return fail(errors.tooManyPhrases, { most: MOST_PHRASES })
    return { phraseId: await putPhrase(tx, actor.accountId, text, now) }
  },
})
