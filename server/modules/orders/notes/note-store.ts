/** Seller's notes on their way to platforms: one row per order, the last wish. */
import { inScope, type Scope } from '#kernel/access.ts'
import { recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import type { NoteWish, SellerNote } from './note-wish.ts'

const columns: Sql = sql`w.order_id as "orderId", w.shop_id as "shopId", w.platform_order_id as "platformOrderId", w.note, w.flag,
  w.wish_number as "wishNumber", w.state, w.known_notes as "knownNotes", w.problem, w.attempts, w.next_attempt_at as "nextAttemptAt",
  w.written_by as "writtenBy", w.written_at as "writtenAt", w.told_at as "toldAt"`

export type NotedOrder = SellerNote & { orderId: string; shopId: string; platformOrderId: string }
/** Locks those of these orders that the scope reaches, in the order in which snapshots lock them. */
export function lockNotedOrders(tx: Tx, scope: Scope, orderIds: readonly string[]): Promise<NotedOrder[]> {
  return tx.rows<NotedOrder>(sql`
    select o.order_id as "orderId", o.shop_id as "shopId", o.platform_order_id as "platformOrderId", o.seller_memo as note, o.seller_flag as flag
    from orders o
    where o.merchant_id = ${tx.merchantId} and o.order_id = any(${[...orderIds]}::uuid[]) and ${inScope(scope, sql`o.shop_id`)}
    order by o.platform_order_id, o.order_id for update`)
}

/** The wishes of these orders, locked. Whoever changes orders as well has locked them before. */
export function lockWishes(tx: Tx, orderIds: readonly string[]): Promise<NoteWish[]> {
  return tx.rows<NoteWish>(sql`
    select ${columns} from note_wishes w
    where w.merchant_id = ${tx.merchantId} and w.order_id = any(${[...orderIds]}::uuid[])
    order by w.order_id for update`)
}

/** Locks wishes of a shop that are due, the oldest first. */
export function lockDueWishes(tx: Tx, shopId: string, now: Date, limit: number): Promise<NoteWish[]> {
  return tx.rows<NoteWish>(sql`
    select ${columns} from note_wishes w
    where w.merchant_id = ${tx.merchantId} and w.shop_id = ${shopId} and w.state in ('waiting', 'calling') and w.next_attempt_at <= ${now}
    order by w.next_attempt_at, w.order_id limit ${limit} for update`)
}

/** Writes wishes as they are from now on, new ones and known ones. */
export async function saveWishes(tx: Tx, wishes: readonly NoteWish[]): Promise<void> {
  if (wishes.length === 0) return
  const rows = wishes.map((wish) => ({
    order_id: wish.orderId,
    shop_id: wish.shopId,
    platform_order_id: wish.platformOrderId,
    note: wish.note,
    flag: wish.flag,
    wish_number: wish.wishNumber,
    state: wish.state,
    known_notes: wish.knownNotes,
    problem: wish.problem.slice(0, 500),
    attempts: wish.attempts,
    next_attempt_at: wish.nextAttemptAt,
    written_by: wish.writtenBy,
    written_at: wish.writtenAt,
    told_at: wish.toldAt,
  }))
  await tx.write(sql`
    insert into note_wishes (merchant_id, order_id, shop_id, platform_order_id, note, flag, wish_number, state, known_notes, problem, attempts,
      next_attempt_at, written_by, written_at, told_at)
    select ${tx.merchantId}, r.order_id, r.shop_id, r.platform_order_id, r.note, r.flag, r.wish_number, r.state, r.known_notes, r.problem,
      r.attempts, r.next_attempt_at, r.written_by, r.written_at, r.told_at
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(order_id uuid, shop_id uuid, platform_order_id text, note text, flag smallint,
      wish_number int, state text, known_notes jsonb, problem text, attempts int, next_attempt_at timestamptz, written_by text,
      written_at timestamptz, told_at timestamptz)
    on conflict (merchant_id, order_id) do update set note = excluded.note, flag = excluded.flag, wish_number = excluded.wish_number,
      state = excluded.state, known_notes = excluded.known_notes, problem = excluded.problem, attempts = excluded.attempts,
      next_attempt_at = excluded.next_attempt_at, written_by = excluded.written_by, written_at = excluded.written_at, told_at = excluded.told_at`)
}

/** What the orders show from now on. */
export async function showNotes(tx: Tx, notes: readonly (SellerNote & { orderId: string })[]): Promise<void> {
  const rows = notes.map(({ orderId, note, flag }) => ({ order_id: orderId, note, flag }))
  await tx.write(sql`
    update orders o set seller_memo = r.note, seller_flag = r.flag
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(order_id uuid, note text, flag smallint)
    where o.merchant_id = ${tx.merchantId} and o.order_id = r.order_id`)
}

/** The platform asked us to be patient: nothing of this shop is due before that moment. */
export async function postponeWishes(tx: Tx, shopId: string, until: string): Promise<void> {
  await tx.write(sql`
    update note_wishes set next_attempt_at = ${until}
    where merchant_id = ${tx.merchantId} and shop_id = ${shopId} and state in ('waiting', 'calling') and next_attempt_at < ${until}::timestamptz`)
}
