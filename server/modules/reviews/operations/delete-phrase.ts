import { errors } from '#contract/errors.ts'
import { reviews } from '#contract/reviews.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { dropPhrase } from '../phrase-store.ts'

export const deletePhrase = command({
  name: 'reviews.deletePhrase',
  ...reviews.deletePhrase,
  summary: 'Deletes one of one’s own phrases for replies.',
  access: { permission: 'reviews.reply', scope: 'shared' },
  audit: ({ phraseId }) => ({ objects: [{ kind: 'phrase', id: phraseId }] }),
  errors: [errors.notFound],
  run: async (tx, { phraseId }, actor) => ((await dropPhrase(tx, actor.accountId, phraseId)) ? {} : fail(errors.notFound)),
})
