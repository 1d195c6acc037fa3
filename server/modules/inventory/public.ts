/** Stock, for other modules. All balances change here and nowhere else; every change has its ledger row in the same statement. */
import { type Reader, recordset, sql, type Tx } from '#kernel/db.ts'
import { allocate, type Demand, type Shortage } from './allocation-rules.ts'
import { type By, type MoveKind, type StockChange, writeMoves } from './stock-store.ts'

type BalanceRow = { sku_id: string; code: string; sellable: string }
const balancesOf = (rows: readonly BalanceRow[]) =>
  new Map(rows.map((row) => [row.code, { skuId: row.sku_id, sellable: Number(row.sellable) }]))

/** on hand − reserved − safety, floor 0, per merchant code; unknown codes are absent. */
export async function sellableByCode(reader: Reader, codes: readonly string[]): Promise<Map<string, number>> {
  if (codes.length === 0) return new Map()
  const rows = await reader.rows<BalanceRow>(sql`
    select s.sku_id, k.code, greatest(s.on_hand - s.reserved - s.safety, 0) as sellable
    from skus k join stock s on s.merchant_id = ${reader.merchantId} and s.sku_id = k.sku_id
    where k.merchant_id = ${reader.merchantId} and k.code = any(${[...new Set(codes)]}::text[])`)
  return new Map(rows.map((row) => [row.code, Number(row.sellable)]))
}

/** Where goods lie (库位), by `WAREHOUSE CODE`; those without a place are absent. */
export async function locationsByCode(reader: Reader, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ warehouse_id: string; code: string; location: string }>(sql`
    select l.warehouse_id, k.code, l.location
    from skus k join sku_locations l on l.merchant_id = ${reader.merchantId} and l.sku_id = k.sku_id
    where k.merchant_id = ${reader.merchantId} and k.code = any(${[...new Set(codes)]}::text[])`)
  return new Map(rows.map((row) => [`${row.warehouse_id} ${row.code}`, row.location]))
}

/**
 * Reserves goods for parcels, in the order given: all lines of a parcel or none. The balances stay locked (in SKU order) until
 * the transaction ends, so call this late in it.
 */
export async function reserveStock(
  tx: Tx,
  demands: readonly Demand[],
  by: By,
): Promise<{ reserved: string[]; short: Shortage[] }> {
  const codes = [...new Set(demands.flatMap((demand) => demand.lines.map((line) => line.code)))]
  if (codes.length === 0) return { reserved: demands.map((demand) => demand.parcelId), short: [] }
  const rows = await tx.rows<BalanceRow>(sql`
    select s.sku_id, k.code, greatest(s.on_hand - s.reserved - s.safety, 0) as sellable
    from skus k join stock s on s.merchant_id = ${tx.merchantId} and s.sku_id = k.sku_id
    where k.merchant_id = ${tx.merchantId} and k.code = any(${codes}::text[]) order by s.sku_id for update of s`)
  const { reserved, short, reservations } = allocate(balancesOf(rows), demands)
  await writeMoves(
    tx,
    'reserve',
    reservations.map((row) => ({ ...row, onHand: 0, reserved: row.quantity })),
    by,
  )
  return { reserved, short }
}

/** Gives back what these parcels have reserved; parcels without a reservation change nothing. */
export const releaseStock = (tx: Tx, parcelIds: readonly string[], by: By): Promise<void> =>
  settle(tx, parcelIds, 'release', (quantity) => ({ onHand: 0, reserved: -quantity }), by)

/** The reserved goods of these parcels leave the house. */
export const shipStock = (tx: Tx, parcelIds: readonly string[], by: By): Promise<void> =>
  settle(tx, parcelIds, 'ship', (quantity) => ({ onHand: -quantity, reserved: -quantity }), by)

type Change = (quantity: number) => { onHand: number; reserved: number }
async function settle(tx: Tx, parcelIds: readonly string[], kind: MoveKind, change: Change, by: By): Promise<void> {
  if (parcelIds.length === 0) return
  const open = await openReservations(tx, parcelIds)
  await writeMoves(
    tx,
    kind,
    open.map((row) => ({ parcelId: row.parcel_id, skuId: row.sku_id, ...change(Number(row.quantity)) })),
    by,
  )
}

type OpenRow = { parcel_id: string; sku_id: string; quantity: string }
const openReservations = (reader: Reader, parcelIds: readonly string[]): Promise<OpenRow[]> =>
  reader.rows<OpenRow>(sql`
    select m.parcel_id, m.sku_id, sum(m.reserved_change) as quantity from stock_moves m
    where m.merchant_id = ${reader.merchantId} and m.parcel_id = any(${parcelIds}::uuid[])
    group by m.parcel_id, m.sku_id having sum(m.reserved_change) > 0`)

/** Fills a new SKU's balance for demonstrations and tests; people use inventory.adjustStock. */
export async function addOpeningStock(tx: Tx, rows: readonly { skuId: string; onHand: number }[], by: By): Promise<void> {
  const changes: StockChange[] = rows.map((row) => ({ parcelId: null, skuId: row.skuId, onHand: row.onHand, reserved: 0 }))
  await tx.write(sql`
    insert into stock (merchant_id, sku_id) select ${tx.merchantId}, r.sku_id
    from jsonb_to_recordset(${recordset(rows.map((row) => ({ sku_id: row.skuId })))}::jsonb) as r(sku_id uuid) on conflict do nothing`)
  await writeMoves(tx, 'count', changes, by)
}
