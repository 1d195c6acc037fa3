import { documents } from '#contract/documents.ts'
import { errors } from '#contract/errors.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { cancelQueuedDocuments } from '../document-store.ts'
import { printerChanged } from '../fulfilment-events.ts'

export const cancelDocuments = command({
  name: 'fulfilment.cancelDocuments',
  ...documents.cancelDocuments,
  summary: 'Takes delivery notes and pick lists back from the queue of their printer; what a printer has goes on.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ documentIds }, { done, refused }) => ({
    objects: [],
    details: { documentIds, done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.documentNotWaiting],
  async run(tx, { documentIds }, actor, effects) {
    const { cancelled, seen } = await cancelQueuedDocuments(tx, actor.scope, documentIds, effects.now)
    const done = documentIds.filter((id) => cancelled.has(id))
    const refused = documentIds
      .filter((id) => !cancelled.has(id))
      .map((id) => refuse(id, seen.has(id) ? errors.documentNotWaiting : errors.notFound))
    const printerIds = [...new Set(cancelled.values())]
    if (printerIds.length > 0) effects.announce(printerChanged(printerIds))
    return { done, refused }
  },
})
