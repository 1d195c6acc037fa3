/** What the choice of a courier looks at. */
import type { Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import { inParcels } from './parcel-scope.ts'

type CourierFacts = {
  parcelId: string
  shopId: string
  warehouseId: string
  platform: string
  province: string
  paidFen: number
  /** Only the platform it came from can write this receiver on a label. */
  receiverMasked: boolean
  /** 0 = the weight of something inside is not known. */
  weightGrams: number
  /** What buyers and sellers wrote, one text per order. */
  notes: string[]
}

export async function courierFacts(reader: Reader, parcelIds: readonly string[]): Promise<Map<string, CourierFacts>> {
  const rows = await reader.rows<
    Omit<CourierFacts, 'paidFen' | 'weightGrams'> & { paidFen: string; weightGrams: string | null }
  >(sql`
    select p.parcel_id as "parcelId", p.shop_id as "shopId", p.warehouse_id as "warehouseId", s.platform, p.province, p.paid_fen as "paidFen",
      inside.masked as "receiverMasked", inside.notes, inside.grams as "weightGrams"
    from parcels p
    join shops s on s.merchant_id = ${reader.merchantId} and s.shop_id = p.shop_id
    cross join lateral (
      select bool_or(o.receiver_masked) as masked,
        array_agg(distinct o.seller_memo || chr(10) || o.buyer_note) as notes,
        case when bool_and(coalesce(k.weight_grams, 0) > 0) then sum(k.weight_grams * pl.quantity) end as grams
      from parcel_lines pl
      join orders o on o.merchant_id = ${reader.merchantId} and o.order_id = pl.order_id
      join order_lines l on l.merchant_id = ${reader.merchantId} and l.line_id = pl.line_id
      left join skus k on k.merchant_id = ${reader.merchantId} and k.code = l.merchant_sku
      where pl.merchant_id = ${reader.merchantId} and pl.parcel_id = p.parcel_id) inside
    where p.merchant_id = ${reader.merchantId} and p.parcel_id = any(${parcelIds}::uuid[])`)
  return new Map(
    rows.map((row) => [
      row.parcelId,
      { ...row, notes: row.notes ?? [], paidFen: Number(row.paidFen), weightGrams: Number(row.weightGrams ?? 0) },
    ]),
  )
}

/** Those of the parcels that the scope reaches. */
export async function reachableParcels(
  reader: Reader,
  scope: Scope,
  parcelIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  const rows = await reader.rows<{ parcel_id: string }>(sql`
    select p.parcel_id from parcels p
    where p.merchant_id = ${reader.merchantId} and p.parcel_id = any(${[...parcelIds]}::uuid[]) and ${inParcels(scope, now)}`)
  return new Set(rows.map((row) => row.parcel_id))
}
