/** A platform's newer message meets the team's notes: note-rules.ts says which one the order shows. */
import type { Tx } from '#kernel/db.ts'
import type { StoredOrder } from '../order-rows.ts'
import { knownToo, weighNote } from './note-rules.ts'
import { lockWishes, saveWishes } from './note-store.ts'
import type { NoteWish, SeenNote } from './note-wish.ts'

/** The orders as they are to be stored, and the wishes that the messages took or ended. The orders are locked. */
export async function withNewerNotes(tx: Tx, revised: readonly StoredOrder[], now: Date): Promise<StoredOrder[]> {
  const wishes = await lockWishes(
    tx,
    revised.map(({ order }) => order.orderId),
  )
  if (wishes.length === 0) return [...revised]
  const byOrder = new Map(wishes.map((wish) => [wish.orderId, wish]))
  const changed: NoteWish[] = []
  const kept = revised.map((stored) => {
    const wish = byOrder.get(stored.order.orderId)
    if (!wish) return stored
    const { sellerMemo: note, sellerFlag: flag, modifiedAt } = stored.snapshot
    const after = afterSeen(wish, { note, flag, modifiedAt }, now)
    if (after !== wish) changed.push(after)
    return after.state === 'overtaken'
      ? stored
      : { ...stored, order: { ...stored.order, sellerMemo: wish.note, sellerFlag: wish.flag } }
  })
  await saveWishes(tx, changed)
  return kept
}

/** The wish after the platform's note was seen; the same object when nothing changes. */
export function afterSeen(wish: NoteWish, seen: SeenNote, now: Date): NoteWish {
  const verdict = weighNote(wish, seen)
  const isOpen = wish.state !== 'told' && wish.state !== 'overtaken'
  if (verdict === 'same')
    return isOpen ? { ...wish, state: 'told', problem: '', nextAttemptAt: null, toldAt: now.toISOString() } : wish
  if (verdict === 'theirs')
    return wish.state === 'overtaken' ? wish : { ...wish, state: 'overtaken', problem: '', nextAttemptAt: null }
  const isNews = isOpen && !wish.knownNotes.some((known) => known.note === seen.note && known.flag === seen.flag)
  return isNews ? { ...wish, knownNotes: knownToo(wish.knownNotes, seen) } : wish
}
