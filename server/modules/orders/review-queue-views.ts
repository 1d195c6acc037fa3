/** Which parcels the automatic review looks at next. */
import { type Reader, sql } from '#kernel/db.ts'

const AT_ONCE = 500
type Row = { parcel_id: string }
const idsOf = (rows: readonly Row[]): string[] => rows.map((row) => row.parcel_id)

/** Buffer time over, the longest waiting first. */
export async function dueReviews(reader: Reader, now: Date): Promise<string[]> {
  return idsOf(
    await reader.rows<Row>(sql`
      select parcel_id from parcels
      where merchant_id = ${reader.merchantId} and review_state = 'buffering' and review_after <= ${now}
      order by review_after limit ${AT_ONCE}`),
  )
}

/** A page of the parcels that lie at review, by id; `next` is null behind the last. */
export async function parcelsAtReview(
  reader: Reader,
  after: string | null,
): Promise<{ parcelIds: string[]; next: string | null }> {
  const parcelIds = idsOf(
    await reader.rows<Row>(sql`
      select parcel_id from parcels
      where merchant_id = ${reader.merchantId} and review_state in ('held', 'awaiting') and (${after}::uuid is null or parcel_id > ${after}::uuid)
      order by parcel_id limit ${AT_ONCE}`),
  )
  return { parcelIds, next: parcelIds.length === AT_ONCE ? (parcelIds.at(-1) ?? null) : null }
}
