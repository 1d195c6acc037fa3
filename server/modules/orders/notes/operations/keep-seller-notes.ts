import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { changeFailedNotes } from '../failed-notes.ts'

export const keepSellerNotes = command({
  name: 'orders.keepSellerNotes',
  ...orders.keepSellerNotes,
  summary: 'Leaves seller’s notes that the platform did not take in the house only.',
  access: { permission: 'orders.note', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'order', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.noteNotFailed],
  async run(tx, { orderIds }, actor, effects) {
    const { done, refused } = await changeFailedNotes(
      tx,
      actor.scope,
      orderIds,
      (wish) => ({ ...wish, state: 'kept', problem: '', nextAttemptAt: null }),
      effects,
    )
    return { done, refused }
  },
})
