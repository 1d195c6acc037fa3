/** What belongs to a parcel lies where the parcel lies: sheets and write-backs as rows that rights reach. */
import { sql } from '#kernel/db.ts'
import type { RowKind } from '#kernel/row-kind.ts'
import { inParcelsOf, rowOfParcel } from '#modules/orders/public.ts'

export const sheetRows: RowKind = {
  kind: 'sheet',
  view: { permission: 'fulfilment.view', scope: 'shop' },
  async read(reader, id, now) {
    const row = await reader.maybe<{ parcelId: string }>(sql`
      select parcel_id as "parcelId" from sheets where merchant_id = ${reader.merchantId} and sheet_id = ${id}`)
    return row && rowOfParcel(reader, row.parcelId, now)
  },
  async ids(reader, scope, { after, limit, now }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select s.sheet_id as id from sheets s
      where s.merchant_id = ${reader.merchantId} and (${after}::uuid is null or s.sheet_id > ${after}::uuid)
        and ${inParcelsOf(reader, scope, now, { shop: sql`s.shop_id`, parcelId: sql`s.parcel_id` })}
      order by s.sheet_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}

export const writeBackRows: RowKind = {
  kind: 'writeBack',
  view: { permission: 'fulfilment.view', scope: 'shop' },
  async read(reader, id, now) {
    const row = await reader.maybe<{ parcelId: string }>(sql`
      select parcel_id as "parcelId" from write_backs where merchant_id = ${reader.merchantId} and write_back_id = ${id}`)
    return row && rowOfParcel(reader, row.parcelId, now)
  },
  async ids(reader, scope, { after, limit, now }) {
    const rows = await reader.rows<{ id: string }>(sql`
      select w.write_back_id as id from write_backs w
      where w.merchant_id = ${reader.merchantId} and (${after}::uuid is null or w.write_back_id > ${after}::uuid)
        and ${inParcelsOf(reader, scope, now, { shop: sql`w.shop_id`, parcelId: sql`w.parcel_id` })}
      order by w.write_back_id limit ${limit}`)
    return rows.map(({ id }) => id)
  },
}
