import type { StockRow } from '#contract/inventory.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { escapeLike } from '#modules/catalog/public.ts'

const PAGE = 50
type Row = {
  sku_id: string
  code: string
  title: string
  variant: string
  on_hand: string
  reserved: string
  safety: string
  sellable: string
  locations: StockRow['locations']
}

export async function stockPage(
  reader: Reader,
  filter: { search: string; onlyShort: boolean; cursor: string | null },
): Promise<{ rows: StockRow[]; next: string | null }> {
  const inside = `%${escapeLike(filter.search)}%`
  const after = readCursor(filter.cursor)?.[0] ?? ''
  const rows = await reader.rows<Row>(sql`
    select k.sku_id, k.code, k.title, k.variant, s.on_hand, s.reserved, s.safety, greatest(s.on_hand - s.reserved - s.safety, 0) as sellable,
      coalesce((select jsonb_agg(jsonb_build_object('warehouseId', l.warehouse_id, 'location', l.location) order by l.warehouse_id)
        from sku_locations l where l.merchant_id = ${reader.merchantId} and l.sku_id = k.sku_id), '[]') as locations
    from skus k join stock s on s.merchant_id = ${reader.merchantId} and s.sku_id = k.sku_id
    where k.merchant_id = ${reader.merchantId} and k.code > ${after}
      and (${filter.search} = '' or k.code ilike ${inside} or k.title ilike ${inside} or k.variant ilike ${inside}
        or exists (select 1 from sku_locations l where l.merchant_id = ${reader.merchantId} and l.sku_id = k.sku_id and l.location ilike ${inside}))
      and (not ${filter.onlyShort} or s.on_hand - s.reserved - s.safety <= 0)
    order by k.code limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => ({
      skuId: row.sku_id,
      code: row.code,
      title: row.title,
      variant: row.variant,
      onHand: Number(row.on_hand),
      reserved: Number(row.reserved),
      safety: Number(row.safety),
      sellable: Number(row.sellable),
      locations: row.locations,
    })),
    next: last ? writeCursor([last.code]) : null,
  }
}

/** By SKU; those without a place there are absent. */
export async function locationsIn(reader: Reader, warehouseId: string, skuIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await reader.rows<{ sku_id: string; location: string }>(sql`
    select sku_id, location from sku_locations
    where merchant_id = ${reader.merchantId} and warehouse_id = ${warehouseId} and sku_id = any(${skuIds}::uuid[])`)
  return new Map(rows.map((row) => [row.sku_id, row.location]))
}

type MoveRow = {
  move_id: string
  at: string
  kind: string
  on_hand_change: string
  reserved_change: string
  reason: string
  actor_name: string
}
export async function movePage(reader: Reader, skuId: string, cursor: string | null) {
  const position = readCursor(cursor)
  const rows = await reader.rows<MoveRow>(sql`
    select move_id, at, kind, on_hand_change, reserved_change, reason, actor_name from stock_moves
    where merchant_id = ${reader.merchantId} and sku_id = ${skuId}
      and (${position?.[0] ?? null}::timestamptz is null or (at, move_id) < (${position?.[0] ?? null}::timestamptz, ${position?.[1] ?? null}::uuid))
    order by at desc, move_id desc limit ${PAGE + 1}`)
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return {
    rows: shown.map((row) => ({
      moveId: row.move_id,
      at: row.at,
      kind: row.kind,
      onHandChange: Number(row.on_hand_change),
      reservedChange: Number(row.reserved_change),
      reason: row.reason,
      actorName: row.actor_name,
    })),
    next: last ? writeCursor([last.at, last.move_id]) : null,
  }
}
