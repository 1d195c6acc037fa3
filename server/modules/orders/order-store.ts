/** SQL that writes orders and their lines: one statement for a batch, rows as one JSON parameter. */
import { recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import type { OrderStatus } from './order.ts'
import { type KnownReceiver, lineRows, orderRow, type StoredOrder } from './order-rows.ts'
import type { KnownVersion } from './snapshot-rules.ts'

type KnownRow = {
  order_id: string
  platform_order_id: string
  modified_at: string
  content_hash: string
  status: OrderStatus
  refunded_fen: string
  receiver_key: string
  receiver_text: string
  merge_group: string
}
export type KnownOrder = KnownVersion & KnownReceiver & { orderId: string; platformOrderId: string }

/**
 * Locks the orders of this shop that are known already, in the order of their platform ids. One look-up in the unique index per id: the
 * shop is compared outside (`offset 0` keeps it there), because a planner without statistics would rather read the shop's whole index. It is planned
 * for the table as it is, not as it was on the first day; the foreign key checks that follow keep their plans.
 */
export async function lockKnownOrders(tx: Tx, shopId: string, platformOrderIds: readonly string[]): Promise<KnownOrder[]> {
  const [, rows] = await Promise.all([
    tx.write(sql`set local plan_cache_mode = force_custom_plan`),
    tx.rows<KnownRow>(sql`
    select o.order_id, o.platform_order_id, o.modified_at, o.content_hash, o.status, o.refunded_fen, o.receiver_key, o.receiver_text, o.merge_group
    from unnest(${platformOrderIds.toSorted()}::text[]) as wanted(id)
    cross join lateral (
      select * from orders o where o.merchant_id = ${tx.merchantId} and o.platform_order_id = wanted.id collate "C" offset 0 for update) o
    where o.shop_id = ${shopId}`),
    tx.write(sql`set local plan_cache_mode = auto`),
  ])
  return rows.map((row) => ({
    orderId: row.order_id,
    platformOrderId: row.platform_order_id,
    modifiedAt: row.modified_at,
    contentHash: row.content_hash,
    status: row.status,
    refundedFen: Number(row.refunded_fen),
    receiverKey: row.receiver_key,
    receiverText: row.receiver_text,
    mergeGroup: row.merge_group,
  }))
}

/**
 * Inserts orders; answers the ids that are in now. One that another writer inserted at the same moment is missing (constraint
 * orders_once_per_shop) and is to be applied again as a known one. Rows go in the order of their platform id, so two writers
 * never wait for each other in a circle.
 */
export async function insertOrders(tx: Tx, shopId: string, orders: readonly StoredOrder[]): Promise<Set<string>> {
  const rows = orders.map(orderRow).sort((a, b) => (a.platform_order_id < b.platform_order_id ? -1 : 1))
  const inserted = await tx.rows<{ order_id: string }>(sql`
    insert into orders (merchant_id, shop_id, order_id, platform_order_id, status, platform_status, ship_forbidden, created_at, paid_at,
      modified_at, content_hash, shipped_at, finished_at, ship_by, buyer_key, buyer_nick, receiver_sealed, receiver_text, receiver_masked,
      receiver_missing, receiver_doubled, province, city, receiver_key, merge_group, buyer_note, seller_memo, seller_flag, goods_fen, freight_fen,
      discount_fen, paid_fen, refunded_fen, pieces, lines_text)
    select ${tx.merchantId}, ${shopId}, r.order_id, r.platform_order_id, r.status, r.platform_status, r.ship_forbidden, r.created_at, r.paid_at,
      r.modified_at, r.content_hash, r.shipped_at, r.finished_at, r.ship_by, r.buyer_key, r.buyer_nick, decode(r.receiver_sealed, 'base64'),
      r.receiver_text, r.receiver_masked, r.receiver_missing, r.receiver_doubled, r.province, r.city, r.receiver_key, r.merge_group, r.buyer_note,
      r.seller_memo, r.seller_flag, r.goods_fen, r.freight_fen, r.discount_fen, r.paid_fen, r.refunded_fen, r.pieces, r.lines_text
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(order_id uuid, platform_order_id text, status text, platform_status text,
      ship_forbidden boolean, created_at timestamptz, paid_at timestamptz, modified_at timestamptz, content_hash text,
      shipped_at timestamptz, finished_at timestamptz, ship_by timestamptz, buyer_key text, buyer_nick text, receiver_sealed text,
      receiver_text text, receiver_masked boolean, receiver_missing text, receiver_doubled text, province text, city text,
      receiver_key text, merge_group text, buyer_note text, seller_memo text, seller_flag smallint, goods_fen bigint, freight_fen bigint,
      discount_fen bigint, paid_fen bigint, refunded_fen bigint, pieces int, lines_text text)
    on conflict (merchant_id, shop_id, platform_order_id) do nothing
    returning order_id`)
  return new Set(inserted.map((row) => row.order_id))
}

/** Writes the newer message over orders that are locked. What a person noted (internal_note) stays. */
export async function reviseOrders(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  await tx.write(sql`
    update orders o set status = r.status, platform_status = r.platform_status, ship_forbidden = r.ship_forbidden, created_at = r.created_at,
      paid_at = r.paid_at, modified_at = r.modified_at, content_hash = r.content_hash, shipped_at = r.shipped_at, finished_at = r.finished_at,
      ship_by = r.ship_by, buyer_key = r.buyer_key, buyer_nick = r.buyer_nick, receiver_sealed = decode(r.receiver_sealed, 'base64'),
      receiver_text = r.receiver_text, receiver_masked = r.receiver_masked, receiver_missing = r.receiver_missing,
      receiver_doubled = r.receiver_doubled, province = r.province, city = r.city, receiver_key = r.receiver_key, merge_group = r.merge_group, buyer_note = r.buyer_note,
      seller_memo = r.seller_memo, seller_flag = r.seller_flag, goods_fen = r.goods_fen, freight_fen = r.freight_fen,
      discount_fen = r.discount_fen, paid_fen = r.paid_fen, refunded_fen = r.refunded_fen, pieces = r.pieces, lines_text = r.lines_text
    from jsonb_to_recordset(${recordset(orders.map(orderRow))}::jsonb) as r(order_id uuid, status text, platform_status text,
      ship_forbidden boolean, created_at timestamptz, paid_at timestamptz, modified_at timestamptz, content_hash text,
      shipped_at timestamptz, finished_at timestamptz, ship_by timestamptz, buyer_key text, buyer_nick text, receiver_sealed text,
      receiver_text text, receiver_masked boolean, receiver_missing text, receiver_doubled text, province text, city text,
      receiver_key text, merge_group text, buyer_note text, seller_memo text, seller_flag smallint, goods_fen bigint, freight_fen bigint,
      discount_fen bigint, paid_fen bigint, refunded_fen bigint, pieces int, lines_text text)
    where o.merchant_id = ${tx.merchantId} and o.order_id = r.order_id`)
}

/** Inserts lines, or writes over those known by their platform id. Answers the id of every line that was known already. */
export async function saveLines(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const saved = await tx.rows<{ line_id: string; order_id: string; platform_line_id: string }>(sql`
    insert into order_lines as l (merchant_id, line_id, order_id, platform_line_id, platform_item_id, platform_sku_id, merchant_sku, title,
      variant, quantity, price_fen, paid_fen, refund_state, refunded_fen, shipped)
    select ${tx.merchantId}, r.line_id, r.order_id, r.platform_line_id, r.platform_item_id, r.platform_sku_id, r.merchant_sku, r.title,
      r.variant, r.quantity, r.price_fen, r.paid_fen, r.refund_state, r.refunded_fen, r.shipped
    from jsonb_to_recordset(${recordset(orders.flatMap(lineRows))}::jsonb) as r(line_id uuid, order_id uuid, platform_line_id text,
      platform_item_id text, platform_sku_id text, merchant_sku text, title text, variant text, quantity int, price_fen bigint,
      paid_fen bigint, refund_state text, refunded_fen bigint, shipped boolean)
    on conflict (merchant_id, order_id, platform_line_id) do update set platform_item_id = excluded.platform_item_id,
      platform_sku_id = excluded.platform_sku_id, merchant_sku = excluded.merchant_sku, title = excluded.title, variant = excluded.variant,
      quantity = excluded.quantity, price_fen = excluded.price_fen, paid_fen = excluded.paid_fen, refund_state = excluded.refund_state,
      refunded_fen = excluded.refunded_fen, shipped = excluded.shipped
    returning l.line_id, l.order_id, l.platform_line_id`)
  const byOrder = new Map(orders.map((stored) => [stored.order.orderId, stored.lineIds]))
  for (const row of saved) byOrder.get(row.order_id)?.set(row.platform_line_id, row.line_id)
}

/** The platform no longer lists these lines and no parcel holds them: they were never to be shipped. */
export async function dropUnlistedLines(tx: Tx, orders: readonly StoredOrder[]): Promise<void> {
  const listed = orders.flatMap(({ lineIds }) => [...lineIds.values()])
  await tx.write(sql`
    delete from order_lines l
    where l.merchant_id = ${tx.merchantId} and l.order_id = any(${orders.map(({ order }) => order.orderId)}::uuid[])
      and l.line_id <> all(${listed}::uuid[])
      and not exists (select from parcel_lines pl where pl.merchant_id = ${tx.merchantId} and pl.line_id = l.line_id)`)
}

/** False when the order does not exist or lies outside the scope predicate. */
export async function setInternalNote(tx: Tx, orderId: string, note: string, isInScope: Sql): Promise<boolean> {
  const count = await tx.write(sql`
    update orders o set internal_note = ${note} where o.merchant_id = ${tx.merchantId} and o.order_id = ${orderId} and ${isInScope}`)
  return count === 1
}
