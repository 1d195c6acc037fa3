import type { WriteBackRow } from '#contract/fulfilment.ts'
import type { Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, sql } from '#kernel/db.ts'
import { inParcelsOf } from '#modules/orders/public.ts'

export type DueWriteBack = {
  writeBackId: string
  platformOrderId: string
  platformLineIds: string[]
  carrier: string
  waybillNumber: string
  kind: WriteBackRow['kind']
  /** '' = there was no number before. */
  replaces: string
}
export function dueWriteBacks(reader: Reader, shopId: string, now: Date, limit: number): Promise<DueWriteBack[]> {
  return reader.rows<DueWriteBack>(sql`
    select write_back_id as "writeBackId", platform_order_id as "platformOrderId", platform_line_ids as "platformLineIds", carrier,
      waybill_number as "waybillNumber", kind, replaces
    from write_backs where merchant_id = ${reader.merchantId} and shop_id = ${shopId} and state in ('waiting', 'failed') and next_attempt_at <= ${now}
    order by next_attempt_at, write_back_id limit ${limit}`)
}

type Before = { createdAt: string; writeBackId: string } | undefined
type ListedRow = Omit<WriteBackRow, 'shopName'> & { shopId: string; createdAt: string }
export function writeBacksBefore(
  reader: Reader,
  scope: Scope,
  filter: { state: WriteBackRow['state'] | undefined; before: Before },
  limit: number,
  now: Date,
): Promise<ListedRow[]> {
  const { state, before } = filter
  return reader.rows<ListedRow>(sql`
    select w.write_back_id as "writeBackId", w.parcel_id as "parcelId", w.parcel_number as "parcelNumber", w.order_id as "orderId",
      w.platform_order_id as "platformOrderId", w.shop_id as "shopId", w.carrier, w.waybill_number as "waybillNumber", w.kind, w.replaces, w.state, w.attempts,
      not exists (select 1 from write_backs later where later.merchant_id = ${reader.merchantId} and later.parcel_id = w.parcel_id
        and later.order_id = w.order_id and later.round > w.round) as "isLatest",
      w.problem, w.next_attempt_at as "nextAttemptAt", w.created_at as "createdAt"
    from write_backs w where w.merchant_id = ${reader.merchantId}
      and ${inParcelsOf(reader, scope, now, { shop: sql`w.shop_id`, parcelId: sql`w.parcel_id` })}
      ${state === undefined ? nothingSql : sql`and w.state = ${state}`}
      ${before ? sql`and (w.created_at, w.write_back_id) < (${before.createdAt}::timestamptz, ${before.writeBackId}::uuid)` : nothingSql}
    order by w.created_at desc, w.write_back_id desc limit ${limit}`)
}
