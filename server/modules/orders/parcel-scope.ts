/**
 * Which parcels a scope reaches: shop, warehouse, and who holds the claim at this moment (a lease that is over is none; nobody's lies in
 * the pool). Every statement about parcels, or about rows that belong to one, asks here; `parcelRow` is the twin in memory.
 */
import { inRows, isByHolder, type Row, type Scope } from '#kernel/access.ts'
import { type Reader, type Sql, sql } from '#kernel/db.ts'

/** The scope as a predicate on a row of parcels called p; q or c where several meet. */
export const inParcels = (scope: Scope, now: Date, alias: keyof typeof columns = 'p'): Sql => inRows(scope, columns[alias](now))
const columns = {
  p: (now: Date) => ({
    shop: sql`p.shop_id`,
    warehouse: sql`p.warehouse_id`,
    holder: sql`case when p.claimed_until > ${now} then p.claimed_by end`,
  }),
  q: (now: Date) => ({
    shop: sql`q.shop_id`,
    warehouse: sql`q.warehouse_id`,
    holder: sql`case when q.claimed_until > ${now} then q.claimed_by end`,
  }),
  c: (now: Date) => ({
    shop: sql`c.shop_id`,
    warehouse: sql`c.warehouse_id`,
    holder: sql`case when c.claimed_until > ${now} then c.claimed_by end`,
  }),
}

/** For parcels in the pool, whose holder need not be asked. */
export const inFreeParcels = (scope: Scope): Sql => inRows(scope, { shop: sql`p.shop_id`, warehouse: sql`p.warehouse_id` })

/**
 * What is left to ask where shop and warehouse are settled: is it in hands that the scope does not reach? Claims are few, so those are
 * gathered once and left out; asked row by row, the holder would have to be fetched from every row that is walked.
 */
export const notInOtherHands = (reader: Reader, scope: Scope, now: Date): Sql =>
  isByHolder(scope)
    ? sql`p.parcel_id not in (
        select c.parcel_id from parcels c
        where c.merchant_id = ${reader.merchantId} and c.claimed_by is not null and c.claimed_until > ${now} and not ${inParcels(scope, now, 'c')})`
    : sql`true`

/** The same as `inParcels`, for statements that go over many rows. */
export const inManyParcels = (reader: Reader, scope: Scope, now: Date): Sql =>
  sql`${inFreeParcels(scope)} and ${notInOtherHands(reader, scope, now)}`

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
