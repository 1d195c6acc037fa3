/** Ledger and balances change in one statement: a balance without its ledger row cannot exist. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'

export type By = { name: string; now: Date; reason?: string }
export type MoveKind = 'count' | 'reserve' | 'release' | 'ship'
/** Changes, not totals. */
export type StockChange = { parcelId: string | null; skuId: string; onHand: number; reserved: number }

/**
 * Writes moves and applies their sums, one update per SKU however many parcels share it. Rows must be locked already or are
 * locked here in SKU order. Violating `stock_never_negative` rolls everything back.
 */
export async function writeMoves(tx: Tx, kind: MoveKind, changes: readonly StockChange[], by: By): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map((change) => ({
    move_id: newId(),
    sku_id: change.skuId,
    parcel_id: change.parcelId,
    on_hand: change.onHand,
    reserved: change.reserved,
  }))
  await tx.write(sql`
    with moves as (
      insert into stock_moves (merchant_id, move_id, sku_id, at, kind, on_hand_change, reserved_change, parcel_id, reason, actor_name)
      select ${tx.merchantId}, m.move_id, m.sku_id, ${by.now}, ${kind}, m.on_hand, m.reserved, m.parcel_id, ${by.reason ?? ''}, ${by.name}
      from jsonb_to_recordset(${recordset(rows)}::jsonb) as m(move_id uuid, sku_id uuid, parcel_id uuid, on_hand bigint, reserved bigint)
      returning sku_id, on_hand_change, reserved_change),
    sums as (select sku_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved from moves group by sku_id),
    locked as (
      select s.sku_id from stock s where s.merchant_id = ${tx.merchantId} and s.sku_id in (select sku_id from sums) order by s.sku_id for update)
    update stock set on_hand = stock.on_hand + sums.on_hand, reserved = stock.reserved + sums.reserved, updated_at = ${by.now}
    from sums join locked on locked.sku_id = sums.sku_id
    where stock.merchant_id = ${tx.merchantId} and stock.sku_id = sums.sku_id`)
}

/** Where goods lie in a warehouse; '' takes the place away. */
export async function putLocations(
  tx: Tx,
  warehouseId: string,
  items: readonly { skuId: string; location: string }[],
): Promise<void> {
  const rows = items.map(({ skuId, location }) => ({ sku_id: skuId, location }))
  const gone = rows.filter(({ location }) => location === '').map(({ sku_id }) => sku_id)
  const placed = rows.filter(({ location }) => location !== '')
  await tx.write(sql`
    delete from sku_locations where merchant_id = ${tx.merchantId} and warehouse_id = ${warehouseId} and sku_id = any(${gone}::uuid[])`)
  await tx.write(sql`
    insert into sku_locations (merchant_id, sku_id, warehouse_id, location)
    select ${tx.merchantId}, r.sku_id, ${warehouseId}, r.location
    from jsonb_to_recordset(${recordset(placed)}::jsonb) as r(sku_id uuid, location text) order by r.sku_id
    on conflict (merchant_id, sku_id, warehouse_id) do update set location = excluded.location`)
}

export type LockedStock = { sku_id: string; code: string; on_hand: string; reserved: string }
export const lockStock = (tx: Tx, skuIds: readonly string[]): Promise<LockedStock[]> =>
  tx.rows<LockedStock>(sql`
    select s.sku_id, k.code, s.on_hand, s.reserved from stock s join skus k on k.merchant_id = ${tx.merchantId} and k.sku_id = s.sku_id
    where s.merchant_id = ${tx.merchantId} and s.sku_id = any(${skuIds}::uuid[]) order by s.sku_id for update of s`)

export const lockStockByCode = (tx: Tx, codes: readonly string[]): Promise<{ sku_id: string; code: string }[]> =>
  tx.rows<{ sku_id: string; code: string }>(sql`
    select s.sku_id, k.code from stock s join skus k on k.merchant_id = ${tx.merchantId} and k.sku_id = s.sku_id
    where s.merchant_id = ${tx.merchantId} and k.code = any(${codes}::text[]) order by s.sku_id for update of s`)
