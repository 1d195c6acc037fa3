/** A person's hand on notes that the platform did not take. */
import { errors } from '#contract/errors.ts'
import type { BulkResult, Refusal } from '#contract/operation.ts'
import type { Scope } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/failure.ts'
import type { Effects } from '#kernel/operation.ts'
import { notesChanged } from '../order-events.ts'
import { lockNotedOrders, lockWishes, saveWishes } from './note-store.ts'
import type { NoteWish } from './note-wish.ts'

/** Changes those that have a problem; refuses the others one by one. */
export async function changeFailedNotes(
  tx: Tx,
  scope: Scope,
  orderIds: readonly string[],
  change: (wish: NoteWish) => NoteWish,
  effects: Effects,
): Promise<BulkResult & { shopIds: string[] }> {
  const inReach = await lockNotedOrders(tx, scope, orderIds)
  const wishes = await lockWishes(
    tx,
    inReach.map(({ orderId }) => orderId),
  )
  const reached = new Set(inReach.map(({ orderId }) => orderId))
  const byOrder = new Map(wishes.map((wish) => [wish.orderId, wish]))
  const refused: Refusal[] = []
  const changed: NoteWish[] = []
  for (const orderId of new Set(orderIds)) {
    const wish = byOrder.get(orderId)
    if (!reached.has(orderId)) refused.push(refuse(orderId, errors.notFound))
    else if (!wish || wish.problem === '') refused.push(refuse(orderId, errors.noteNotFailed))
    else changed.push(change(wish))
  }
  await saveWishes(tx, changed)
  const shopIds = [...new Set(changed.map((wish) => wish.shopId))]
  const done = changed.map((wish) => wish.orderId)
  for (const fact of notesChanged(shopIds, done)) effects.announce(fact)
  return { done, refused, shopIds }
}
