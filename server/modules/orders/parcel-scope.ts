/**
 * Which parcels a scope reaches: shop, warehouse, and who holds the claim at this moment (a lease that is over is none; nobody's lies in
 * the pool). Every statement about parcels, or about rows that belong to one, asks here; `parcelRow` is the twin in memory.
 */
import { inRows, isByShopAlone, type Row, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'

/** The scope as a predicate on a row of parcels called p, or q where two of them meet. */
export const inParcels = (scope: Scope, now: Date, alias: 'p' | 'q' = 'p'): Sql =>
  alias === 'p'
    ? inRows(scope, {
        shop: sql`p.shop_id`,
        warehouse: sql`p.warehouse_id`,
        holder: sql`case when p.claimed_until > ${now} then p.claimed_by end`,
      })
    : inRows(scope, {
        shop: sql`q.shop_id`,
        warehouse: sql`q.warehouse_id`,
        holder: sql`case when q.claimed_until > ${now} then q.claimed_by end`,
      })

/** For parcels in the pool, whose holder need not be asked. */
export const inFreeParcels = (scope: Scope): Sql => inRows(scope, { shop: sql`p.shop_id`, warehouse: sql`p.warehouse_id` })

/**
 * The same within lanes that fix shop and warehouse already. Wrapped, so that it is asked row by row and never becomes a way into an
 * index, which would cost the walk its order.
 */
export const inParcelsOfLane = (scope: Scope, now: Date): Sql =>
  isByShopAlone(scope) ? sql`true` : sql`coalesce(${inParcels(scope, now)}, false)`

/**
 * For rows of other tables that belong to a parcel and know its shop. The parcel is looked up only where the scope is limited in its
 * warehouse or holder: `inRows` leaves out what it need not ask.
 */
export const inParcelsOf = (reader: Reader, scope: Scope, now: Date, row: { shop: Sql; parcelId: Sql }): Sql =>
  inRows(scope, {
    shop: row.shop,
    warehouse: sql`(select p.warehouse_id from parcels p where p.merchant_id = ${reader.merchantId} and p.parcel_id = ${row.parcelId})`,
    holder: sql`(select case when p.claimed_until > ${now} then p.claimed_by end from parcels p
      where p.merchant_id = ${reader.merchantId} and p.parcel_id = ${row.parcelId})`,
  })

/** A parcel as rights see it; its claim is null once the lease is over. */
export const parcelRow = (parcel: {
  shopId: string
  warehouseId: string
  claim: { accountId: string } | null
}): Required<Row> => ({
  shopId: parcel.shopId,
  warehouseId: parcel.warehouseId,
  holderId: parcel.claim?.accountId ?? null,
})
