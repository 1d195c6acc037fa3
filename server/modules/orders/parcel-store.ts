/** SQL that reads parcels for a change and writes them back. */
import type { CheckFinding } from '#contract/orders.ts'
import type { Scope } from '#kernel/access.ts'
import { type Reader, recordset, type Sql, sql, type Tx } from '#kernel/db.ts'
import type { FulfilmentState, LineFacts, OrderFacts, OrderStatus, Parcel, ReviewState, WholeParcel } from './order.ts'
import type { ParcelWords } from './parcel-rules.ts'
import { inParcels } from './parcel-scope.ts'

type ParcelSqlRow = {
  parcel_id: string
  shop_id: string
  warehouse_id: string
  number: string
  review_state: ReviewState
  fulfilment_state: FulfilmentState
  receiver_key: string
  merge_group: string
  receiver_text: string
  province: string
  buyer_key: string
  hold_reason: string
  findings: CheckFinding[]
  claimed_by: string | null
  claimed_name: string | null
  claimed_until: string | null
  review_after: string | null
  waybill_number: string
  merged_from: Parcel['mergedFrom']
  created_at: string
}
const parcelColumns = sql`p.parcel_id, p.shop_id, p.warehouse_id, p.number, p.review_state, p.fulfilment_state, p.receiver_key, p.merge_group, p.receiver_text,
  p.province, p.buyer_key, p.hold_reason, p.findings, p.claimed_by, p.claimed_name, p.claimed_until, p.review_after, p.waybill_number, p.merged_from, p.created_at`

function parcelOf(row: ParcelSqlRow, now: Date): Parcel {
  const isClaimed = row.claimed_by !== null && row.claimed_until !== null && Date.parse(row.claimed_until) > now.getTime()
  return {
    parcelId: row.parcel_id,
    shopId: row.shop_id,
    warehouseId: row.warehouse_id,
    number: row.number,
    reviewState: row.review_state,
    fulfilmentState: row.fulfilment_state,
    receiverKey: row.receiver_key,
    mergeGroup: row.merge_group,
    receiverText: row.receiver_text,
    province: row.province,
    buyerKey: row.buyer_key,
    holdReason: row.hold_reason,
    findings: row.findings,
    claim: isClaimed ? { accountId: row.claimed_by ?? '', name: row.claimed_name ?? '', until: row.claimed_until ?? '' } : null,
    reviewAfter: row.review_after,
    waybillNumber: row.waybill_number,
    mergedFrom: row.merged_from,
    createdAt: row.created_at,
  }
}

async function parcelsWhere(reader: Reader, condition: Sql, now: Date, locking: Sql): Promise<Parcel[]> {
  const rows = await reader.rows<ParcelSqlRow>(sql`
    select ${parcelColumns} from parcels p where p.merchant_id = ${reader.merchantId} and ${condition} order by p.parcel_id ${locking}`)
  return rows.map((row) => parcelOf(row, now))
}

/** Locks parcels in id order, without what is inside; those outside the scope are missing. */
export const lockParcelRows = (tx: Tx, scope: Scope, parcelIds: readonly string[], now: Date): Promise<Parcel[]> =>
  parcelsWhere(tx, sql`p.parcel_id = any(${parcelIds}::uuid[]) and ${inParcels(scope, now)}`, now, sql`for update`)

/** Locks parcels in id order with what is inside; those outside the scope are missing. */
export async function lockParcels(tx: Tx, scope: Scope, parcelIds: readonly string[], now: Date): Promise<WholeParcel[]> {
  const condition = sql`p.parcel_id = any(${parcelIds}::uuid[]) and ${inParcels(scope, now)}`
  // The contents are read by later statements, so they are those of after the locks were granted.
  const [parcels, contents] = await Promise.all([parcelsWhere(tx, condition, now, sql`for update`), readContents(tx, parcelIds)])
  return withContents(parcels, contents)
}

/** The same without locks, for looking ahead. */
export async function readParcels(reader: Reader, parcelIds: readonly string[], now: Date): Promise<WholeParcel[]> {
  const [parcels, contents] = await Promise.all([
    parcelsWhere(reader, sql`p.parcel_id = any(${parcelIds}::uuid[])`, now, sql``),
    readContents(reader, parcelIds),
  ])
  return withContents(parcels, contents)
}

/** Locks every parcel that holds a line of these orders, for a change by the machine. */
export async function lockParcelsOfOrders(tx: Tx, orderIds: readonly string[], now: Date): Promise<Parcel[]> {
  const held = sql`p.parcel_id in (select pl.parcel_id from parcel_lines pl where pl.merchant_id = ${tx.merchantId} and pl.order_id = any(${orderIds}::uuid[]))`
  return parcelsWhere(tx, held, now, sql`for update`)
}

type OrderSqlRow = {
  order_id: string
  platform_order_id: string
  status: OrderStatus
  ship_forbidden: boolean
  buyer_key: string
  buyer_nick: string
  receiver_key: string
  merge_group: string
  receiver_text: string
  province: string
  receiver_missing: string
  receiver_doubled: string
  buyer_note: string
  seller_memo: string
  seller_flag: number
  paid_fen: string
  pieces: number
  created_at: string
  paid_at: string | null
  ship_by: string | null
}
type LineSqlRow = {
  parcel_id: string
  line_id: string
  order_id: string
  merchant_sku: string
  title: string
  variant: string
  quantity: number
  ordered_quantity: number
  paid_fen: string
  refund_state: LineFacts['refundState']
  refunded_fen: string
}
type Contents = { orders: Map<string, OrderFacts>; lines: Map<string, LineFacts[]> }

const listOf = (text: string): string[] => (text === '' ? [] : text.split(','))

/** Lines by parcel, orders by id. Addresses in plain are not read here: see watchedTexts. */
export async function readContents(reader: Reader, parcelIds: readonly string[]): Promise<Contents> {
  const [orders, lines] = await Promise.all([
    reader.rows<OrderSqlRow>(sql`
      select o.order_id, o.platform_order_id, o.status, o.ship_forbidden, o.buyer_key, o.buyer_nick, o.receiver_key, o.merge_group, o.receiver_text, o.province,
        o.receiver_missing, o.receiver_doubled, o.buyer_note, o.seller_memo, o.seller_flag, o.paid_fen, o.pieces, o.created_at, o.paid_at, o.ship_by
      from orders o
      where o.merchant_id = ${reader.merchantId} and o.order_id in (
        select pl.order_id from parcel_lines pl where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[]))`),
    reader.rows<LineSqlRow>(sql`
      select pl.parcel_id, pl.line_id, pl.order_id, pl.quantity, l.merchant_sku, l.title, l.variant, l.quantity as ordered_quantity, l.paid_fen,
        l.refund_state, l.refunded_fen
      from parcel_lines pl join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = any(${parcelIds}::uuid[])
      order by pl.parcel_id, pl.line_id`),
  ])
  const byParcel = new Map<string, LineFacts[]>()
  for (const row of lines) {
    const list = byParcel.get(row.parcel_id)
    if (list) list.push(lineOf(row))
    else byParcel.set(row.parcel_id, [lineOf(row)])
  }
  return { orders: new Map(orders.map((row) => [row.order_id, orderOf(row)])), lines: byParcel }
}

const lineOf = (row: LineSqlRow): LineFacts => ({
  lineId: row.line_id,
  orderId: row.order_id,
  skuCode: row.merchant_sku,
  title: row.title,
  variant: row.variant,
  quantity: row.quantity,
  orderedQuantity: row.ordered_quantity,
  paidFen: Number(row.paid_fen),
  refundState: row.refund_state,
  refundedFen: Number(row.refunded_fen),
})

const orderOf = (row: OrderSqlRow): OrderFacts => ({
  orderId: row.order_id,
  platformOrderId: row.platform_order_id,
  status: row.status,
  shipForbidden: row.ship_forbidden,
  buyerKey: row.buyer_key,
  buyerNick: row.buyer_nick,
  receiverKey: row.receiver_key,
  mergeGroup: row.merge_group,
  receiverText: row.receiver_text,
  province: row.province,
  receiverMissing: listOf(row.receiver_missing),
  receiverDoubled: listOf(row.receiver_doubled),
  buyerNote: row.buyer_note,
  sellerMemo: row.seller_memo,
  sellerFlag: row.seller_flag,
  paidFen: Number(row.paid_fen),
  pieces: row.pieces,
  createdAt: row.created_at,
  paidAt: row.paid_at,
  shipBy: row.ship_by,
  watchedText: '',
})

export function withContents(parcels: readonly Parcel[], contents: Contents): WholeParcel[] {
  return parcels.map((parcel) => wholeParcel(parcel, contents.lines.get(parcel.parcelId) ?? [], contents.orders))
}

function wholeParcel(parcel: Parcel, lines: LineFacts[], orders: ReadonlyMap<string, OrderFacts>): WholeParcel {
  const inside = new Map<string, OrderFacts>()
  for (const { orderId } of lines) {
    const order = orders.get(orderId)
    if (order) inside.set(orderId, order)
  }
  const list = [...inside.values()]
  if (list.length > 1) list.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.orderId < b.orderId ? -1 : 1))
  return { ...parcel, lines, orders: list }
}

/** Columns of a new parcel beside its words. */
export type NewParcel = ParcelWords & {
  parcel_id: string
  shop_id: string
  warehouse_id: string
  number: string
  review_state: ReviewState
  receiver_key: string
  merge_group: string
  receiver_text: string
  province: string
  review_after: string | null
  flags: string
  findings: readonly CheckFinding[]
  hold_reason: string
  approved_at: string | null
  approved_by: string | null
}

export async function insertParcels(tx: Tx, rows: readonly NewParcel[]): Promise<void> {
  await tx.write(sql`
    insert into parcels (merchant_id, shop_id, warehouse_id, parcel_id, number, review_state, platform_order_ids, buyer_key, buyer_nick, receiver_key,
      merge_group, receiver_text, province, lines_text, pieces, paid_fen, has_buyer_note, has_seller_memo, seller_flag, created_at, paid_at, ship_by,
      review_after, flags, findings, hold_reason, approved_at, approved_by)
    select ${tx.merchantId}, r.shop_id, r.warehouse_id, r.parcel_id, r.number, r.review_state, r.platform_order_ids, r.buyer_key, r.buyer_nick, r.receiver_key,
      r.merge_group, r.receiver_text, r.province, r.lines_text, r.pieces, r.paid_fen, r.has_buyer_note, r.has_seller_memo, r.seller_flag, r.created_at, r.paid_at,
      r.ship_by, r.review_after, r.flags, r.findings, r.hold_reason, r.approved_at, r.approved_by
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(shop_id uuid, warehouse_id uuid, parcel_id uuid, number text, review_state text, platform_order_ids text,
      buyer_key text, buyer_nick text, receiver_key text, merge_group text, receiver_text text, province text, lines_text text, pieces int, paid_fen bigint,
      has_buyer_note boolean, has_seller_memo boolean, seller_flag smallint, created_at timestamptz, paid_at timestamptz, ship_by timestamptz,
      review_after timestamptz, flags text, findings jsonb, hold_reason text, approved_at timestamptz, approved_by text)`)
}

export type ParcelLineRow = { parcel_id: string; line_id: string; order_id: string; quantity: number }

export async function insertParcelLines(tx: Tx, rows: readonly ParcelLineRow[]): Promise<void> {
  await tx.write(sql`
    insert into parcel_lines (merchant_id, parcel_id, line_id, order_id, quantity)
    select ${tx.merchantId}, r.parcel_id, r.line_id, r.order_id, r.quantity
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(parcel_id uuid, line_id uuid, order_id uuid, quantity int)`)
}

/** Sets quantities in parcels; 0 takes the line out. */
export async function setParcelLines(tx: Tx, rows: readonly ParcelLineRow[]): Promise<void> {
  const kept = rows.filter((row) => row.quantity > 0)
  const gone = rows.filter((row) => row.quantity === 0)
  await Promise.all([
    tx.write(sql`
      delete from parcel_lines pl using jsonb_to_recordset(${recordset(gone)}::jsonb) as r(parcel_id uuid, line_id uuid)
      where pl.merchant_id = ${tx.merchantId} and pl.parcel_id = r.parcel_id and pl.line_id = r.line_id`),
    tx.write(sql`
      insert into parcel_lines as pl (merchant_id, parcel_id, line_id, order_id, quantity)
      select ${tx.merchantId}, r.parcel_id, r.line_id, r.order_id, r.quantity
      from jsonb_to_recordset(${recordset(kept)}::jsonb) as r(parcel_id uuid, line_id uuid, order_id uuid, quantity int)
      on conflict (merchant_id, parcel_id, line_id) do update set quantity = excluded.quantity`),
  ])
}

export async function setWarehouse(tx: Tx, parcelIds: readonly string[], warehouseId: string): Promise<void> {
  await tx.write(sql`
    update parcels set warehouse_id = ${warehouseId}, version = version + 1
    where merchant_id = ${tx.merchantId} and parcel_id = any(${parcelIds}::uuid[])`)
}

/** Writes what a parcel shows again after its contents changed. */
export async function saveParcelWords(
  tx: Tx,
  rows: readonly (ParcelWords & {
    parcel_id: string
    receiver_key: string
    merge_group: string
    receiver_text: string
    province: string
    merged_from: Parcel['mergedFrom']
  })[],
): Promise<void> {
  await tx.write(sql`
    update parcels p set platform_order_ids = r.platform_order_ids, buyer_key = r.buyer_key, buyer_nick = r.buyer_nick,
      receiver_key = r.receiver_key, merge_group = r.merge_group, receiver_text = r.receiver_text, province = r.province, lines_text = r.lines_text, pieces = r.pieces,
      paid_fen = r.paid_fen, has_buyer_note = r.has_buyer_note, has_seller_memo = r.has_seller_memo, seller_flag = r.seller_flag,
      created_at = r.created_at, paid_at = r.paid_at, ship_by = r.ship_by, merged_from = r.merged_from, version = p.version + 1
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(parcel_id uuid, platform_order_ids text, buyer_key text, buyer_nick text,
      receiver_key text, merge_group text, receiver_text text, province text, lines_text text, pieces int, paid_fen bigint, has_buyer_note boolean,
      has_seller_memo boolean, seller_flag smallint, created_at timestamptz, paid_at timestamptz, ship_by timestamptz, merged_from jsonb)
    where p.merchant_id = ${tx.merchantId} and p.parcel_id = r.parcel_id`)
}
