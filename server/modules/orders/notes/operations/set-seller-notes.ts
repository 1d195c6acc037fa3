import { errors } from '#contract/errors.ts'
import type { Refusal } from '#contract/operation.ts'
import { orders } from '#contract/orders.ts'
import { refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { platformNamed } from '#server/platforms/registry.ts'
import { isSameNote, knownNotes, noteAfter, noteLength, type WrittenNote } from '../note-rules.ts'
import { lockNotedOrders, lockWishes, type NotedOrder, saveWishes } from '../note-store.ts'
import type { NoteWish, SellerNote } from '../note-wish.ts'
import { showOnOrders } from '../show-notes.ts'
import { tellNotesRequest } from '../tell-notes-request.ts'

export const setSellerNotes = command({
  name: 'orders.setSellerNotes',
  ...orders.setSellerNotes,
  summary: 'Writes the seller’s note and flag of orders, which go to the platform; it keeps the last wish.',
  access: { permission: 'orders.note', scope: 'shop' },
  audit: ({ note, flag }, { done, refused }) => ({
    objects: done.map((id) => ({ kind: 'order', id })),
    details: { done: done.length, refused: refused.length, length: note?.length ?? null, flag: flag ?? null },
  }),
  errors: [errors.notFound, errors.noteTooLong, errors.flagNotOffered],
  async run(tx, { orderIds, ...written }, actor, effects) {
    const noted = await lockNotedOrders(tx, actor.scope, orderIds)
    const [wishes, shops] = await Promise.all([
      lockWishes(
        tx,
        noted.map(({ orderId }) => orderId),
      ),
      shopsById(tx, [...new Set(noted.map(({ shopId }) => shopId))]),
    ])
    const found = new Set(noted.map(({ orderId }) => orderId))
    const refused: Refusal[] = [...new Set(orderIds)].filter((id) => !found.has(id)).map((id) => refuse(id, errors.notFound))
    const before = new Map(wishes.map((wish) => [wish.orderId, wish]))
    const made: NoteWish[] = []
    const done: string[] = []
    for (const order of noted) {
      const platform = shops.get(order.shopId)?.platform ?? 'file'
      const wanted = noteAfter(order, written)
      const refusal = refusalOf(order.orderId, wanted, written, platform, actor.language)
      if (refusal) refused.push(refusal)
      else {
        done.push(order.orderId)
        const old = before.get(order.orderId)
        if (!isDone(order, wanted, old)) made.push(newWish(order, wanted, old, { platform, by: actor.name, now: effects.now }))
      }
    }
    await saveWishes(tx, made)
    await showOnOrders(tx, made, actor.name, effects)
    for (const shopId of new Set(made.filter(({ state }) => state === 'waiting').map((wish) => wish.shopId)))
      effects.enqueue(tellNotesRequest(shopId))
    return { done, refused }
  },
})

/** What is shown already, and not on its way. */
const isDone = (shown: SellerNote, wanted: SellerNote, old: NoteWish | undefined): boolean =>
  isSameNote(shown, wanted) && (old === undefined || old.state === 'told' || old.state === 'overtaken')

function refusalOf(
  orderId: string,
  wanted: SellerNote,
  written: WrittenNote,
  name: string,
  language: 'zh' | 'en',
): Refusal | undefined {
  const platform = platformNamed(name)
  const limits = platform.adapter.noteLimits
  if (!limits) return undefined
  if (written.note !== undefined && noteLength(wanted.note, limits.unit) > limits.most)
    return refuse(orderId, errors.noteTooLong, { platform: platform[language], most: limits.most })
  if (wanted.flag > limits.highestFlag) return refuse(orderId, errors.flagNotOffered, { platform: platform[language] })
  return undefined
}

function newWish(
  order: NotedOrder,
  { note, flag }: SellerNote,
  old: NoteWish | undefined,
  { platform, by, now }: { platform: string; by: string; now: Date },
): NoteWish {
  const isOffered = platformNamed(platform).adapter.services.note !== undefined
  return {
    ...{ orderId: order.orderId, shopId: order.shopId, platformOrderId: order.platformOrderId, note, flag },
    wishNumber: (old?.wishNumber ?? 0) + 1,
    state: isOffered ? 'waiting' : 'kept',
    knownNotes: knownNotes(old, order),
    ...{ problem: '', attempts: 0, toldAt: null, writtenBy: by, writtenAt: now.toISOString() },
    nextAttemptAt: isOffered ? now.toISOString() : null,
  }
}
