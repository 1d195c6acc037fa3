import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { TestTeam } from '#server/testing/team.ts'

export type Traces = { batchId: string; printJobId: string }

/** Every parcel was refused in one batch, has a sheet of unknown fate in one print job; the shipped ones were not taken by their platform. */
export async function leaveTraces(t: TestTeam): Promise<Traces> {
  const [batchId, printJobId, accountId] = [newId(), newId(), newId()]
  const merchant = t.merchantId
  await t.write(async (tx) => {
    await tx.write(sql`
      insert into carrier_accounts (merchant_id, carrier_account_id, carrier, interface_name, sender, is_default)
      values (${merchant}, ${accountId}, 'YTO', 'cainiao', '{}', true)`)
    await tx.write(sql`
      insert into batches (merchant_id, batch_id, kind, total, started_by, created_at) values (${merchant}, ${batchId}, 'waybill', 0, 'x', now())`)
    await tx.write(sql`
      insert into batch_items (merchant_id, batch_id, parcel_id, shop_id, state, code)
      select ${merchant}, ${batchId}, p.parcel_id, p.shop_id, 'refused', 'notApproved' from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into print_jobs (merchant_id, print_job_id, with_delivery_note, is_reprint, started_by, created_at)
      values (${merchant}, ${printJobId}, false, false, 'x', now())`)
    await tx.write(sql`
      insert into waybills (merchant_id, waybill_id, parcel_id, shop_id, carrier_account_id, carrier, request_key, state, waybill_number, requested_at)
      select ${merchant}, p.parcel_id, p.parcel_id, p.shop_id, ${accountId}, 'YTO', p.parcel_id::text, 'issued', 'W' || p.number, now()
      from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into sheets (merchant_id, sheet_id, print_job_id, parcel_id, parcel_number, shop_id, waybill_id, waybill_number, place, copy, state)
      select ${merchant}, p.parcel_id, ${printJobId}, p.parcel_id, p.number, p.shop_id, p.parcel_id, 'W' || p.number, 1, 1, 'unknown'
      from parcels p where p.merchant_id = ${merchant}`)
    await tx.write(sql`
      insert into write_backs (merchant_id, write_back_id, parcel_id, parcel_number, order_id, shop_id, platform_order_id, platform_line_ids, carrier,
        waybill_number, state, created_at)
      select distinct on (p.parcel_id) ${merchant}::bigint, p.parcel_id, p.parcel_id, p.number, pl.order_id, p.shop_id, p.platform_order_ids, '[]'::jsonb,
        'YTO', '', 'failed', now()
      from parcels p join parcel_lines pl on pl.merchant_id = ${merchant} and pl.parcel_id = p.parcel_id
      where p.merchant_id = ${merchant} and p.station = 'shipped'`)
  })
  return { batchId, printJobId }
}
