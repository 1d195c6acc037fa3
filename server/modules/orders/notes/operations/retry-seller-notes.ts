import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { command } from '#kernel/operation.ts'
import { changeFailedNotes } from '../failed-notes.ts'
import { tellNotesRequest } from '../tell-notes-request.ts'

export const retrySellerNotes = command({
  name: 'orders.retrySellerNotes',
  ...orders.retrySellerNotes,
  summary: 'Tells the platform again at once about seller’s notes it did not take.',
  access: { permission: 'orders.note', scope: 'shop' },
  audit: (_input, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'order', id })),
    details: { done: done.length, refused: refused.length },
  }),
  errors: [errors.notFound, errors.noteNotFailed],
  async run(tx, { orderIds }, actor, effects) {
    const { shopIds, ...result } = await changeFailedNotes(
      tx,
      actor.scope,
      orderIds,
      // One whose answer is not known is read first, as before.
      (wish) => ({
        ...wish,
        state: wish.state === 'calling' ? 'calling' : 'waiting',
        problem: '',
        attempts: 0,
        nextAttemptAt: effects.now.toISOString(),
      }),
      effects,
    )
    for (const shopId of shopIds) effects.enqueue(tellNotesRequest(shopId))
    return result
  },
})
