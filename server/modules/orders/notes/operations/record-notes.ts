import { z } from 'zod'
import { FAILURE_KINDS } from '#contract/closed-lists.ts'
import { moment, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { notesChanged } from '#modules/orders/order-events.ts'
import { afterFailure } from '../note-rules.ts'
import { lockNotedOrders, lockWishes, postponeWishes, saveWishes } from '../note-store.ts'
import type { NoteWish } from '../note-wish.ts'
import { showOnOrders } from '../show-notes.ts'
import { afterSeen } from '../snapshot-notes.ts'
import { tellNotesRequest } from '../tell-notes-request.ts'

const outcome = z.strictObject({
  orderId: uuid,
  wishNumber: z.number().int(),
  /** seen: the order was read; notCalled, stillUnknown: its turn did not come, stillUnknown after an earlier call; else how it failed. */
  result: z.enum(['told', 'seen', 'notCalled', 'stillUnknown', ...FAILURE_KINDS]),
  problem: z.string(),
  seen: z.strictObject({ note: z.string(), flag: z.number().int(), modifiedAt: moment }).nullable(),
})
export type NoteOutcome = z.infer<typeof outcome>
const changed = z.object({ orderId: uuid, state: z.string(), problem: z.string() })

export const recordNotes = command({
  name: 'orders.recordNotes',
  ...shape(
    {
      shopId: uuid,
      outcomes: z.array(outcome).max(100),
      /** The platform named a moment before which it takes nothing from this shop. */
      waitUntil: moment.nullable(),
    },
    z.object({ changed: z.array(changed) }),
  ),
  summary: 'Records what the platform said about seller’s notes; failed ones are told again later or wait for a person.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: ({ shopId, waitUntil }, result) => ({
    objects: [{ kind: 'shop', id: shopId }, ...result.changed.map(({ orderId }) => ({ kind: 'order', id: orderId }))],
    details: {
      told: result.changed.filter(({ state }) => state === 'told').length,
      failed: result.changed.filter(({ problem }) => problem !== ''),
      waitUntil,
    },
  }),
  errors: [],
  async run(tx, { shopId, outcomes, waitUntil }, actor, effects) {
    const seenIds = outcomes.filter(({ seen }) => seen !== null).map(({ orderId }) => orderId)
    await lockNotedOrders(tx, actor.scope, seenIds)
    const wishes = await lockWishes(
      tx,
      outcomes.map(({ orderId }) => orderId),
    )
    const byOrder = new Map(wishes.map((wish) => [wish.orderId, wish]))
    const now = effects.now
    const after = outcomes.flatMap((one) => {
      const wish = byOrder.get(one.orderId)
      // A newer wish, a person or a message of the platform was faster.
      return wish?.wishNumber === one.wishNumber && wish.state === 'calling' ? [{ one, wish: wishAfter(wish, one, now) }] : []
    })
    await saveWishes(
      tx,
      after.map(({ wish }) => wish),
    )
    const theirs = after.flatMap(({ one: { seen }, wish: { state, orderId } }) =>
      state === 'overtaken' && seen ? [{ orderId, note: seen.note, flag: seen.flag }] : [],
    )
    await showOnOrders(tx, theirs, actor.name, effects)
    if (waitUntil !== null) await postponeWishes(tx, shopId, waitUntil)
    const later = after.flatMap(({ wish: { nextAttemptAt } }) =>
      nextAttemptAt !== null && Date.parse(nextAttemptAt) > now.getTime() ? nextAttemptAt : [],
    )
    for (const at of new Set(waitUntil === null ? later : [...later, waitUntil]))
      effects.enqueue(tellNotesRequest(shopId, new Date(at)))
    const answered = after.map(({ wish }) => wish.orderId)
    for (const fact of notesChanged([shopId], answered)) effects.announce(fact)
    return { changed: after.map(({ wish: { orderId, state, problem } }) => ({ orderId, state, problem })) }
  },
})

function wishAfter(wish: NoteWish, { result, problem, seen }: NoteOutcome, now: Date): NoteWish {
  if (result === 'told')
    return { ...wish, state: 'told', problem: '', attempts: wish.attempts + 1, nextAttemptAt: null, toldAt: now.toISOString() }
  if (result === 'notCalled') return { ...wish, state: 'waiting' }
  if (result === 'stillUnknown') return wish
  if (result === 'seen') {
    const after = seen === null ? wish : afterSeen(wish, seen, now)
    // The call did not arrive, and nobody changed the note: it is told again at once.
    return after.state === 'calling' ? { ...after, state: 'waiting', nextAttemptAt: now.toISOString() } : after
  }
  return { ...wish, problem, attempts: wish.attempts + 1, ...afterFailure(result, wish.attempts, now) }
}
