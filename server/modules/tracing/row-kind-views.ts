/** Exceptions of parcels on their way lie where the parcel lies. */
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'
import { inParcelsOf, rowOfParcel } from '#modules/orders/public.ts'

export const exceptionRows: RowKind = {
  kind: 'traceException',
  view: { permission: 'fulfilment.view', scope: 'shop' },
  async read(reader, id, now) {
    const row = await reader.maybe<{ parcelId: string }>(sql`
      select parcel_id as "parcelId" from trace_exceptions where merchant_id = ${reader.merchantId} and exception_id = ${id}`)
    return row && rowOfParcel(reader, row.parcelId, now)
  },
  async ids(reader, scope, { after, limit, now }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select e.exception_id as id from trace_exceptions e
      where e.merchant_id = ${reader.merchantId} and (${after}::uuid is null or e.exception_id > ${after}::uuid)
        and ${inParcelsOf(reader, scope, now, { shop: sql`e.shop_id`, parcelId: sql`e.parcel_id` })}
      order by e.exception_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
