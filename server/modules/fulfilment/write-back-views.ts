import type { WriteBackRow } from '#contract/fulfilment.ts'
import { inScope, type Scope } from '#kernel/access.ts'
import { nothingSql, type Reader, sql } from '#kernel/db.ts'

export type DueWriteBack = {
  writeBackId: string
  platformOrderId: string
  platformLineIds: string[]
  carrier: string
  waybillNumber: string
}
export function dueWriteBacks(reader: Reader, shopId: string, now: Date, limit: number): Promise<DueWriteBack[]> {
  return reader.rows<DueWriteBack>(sql`
    select write_back_id as "writeBackId", platform_order_id as "platformOrderId", platform_line_ids as "platformLineIds", carrier,
      waybill_number as "waybillNumber"
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
): Promise<ListedRow[]> {
  const { state, before } = filter
  return reader.rows<ListedRow>(sql`
    select write_back_id as "writeBackId", parcel_id as "parcelId", parcel_number as "parcelNumber", order_id as "orderId",
      platform_order_id as "platformOrderId", shop_id as "shopId", carrier, waybill_number as "waybillNumber", state, attempts, problem,
      next_attempt_at as "nextAttemptAt", created_at as "createdAt"
    from write_backs where merchant_id = ${reader.merchantId} and ${inScope(scope, sql`shop_id`)}
      ${state === undefined ? nothingSql : sql`and state = ${state}`}
      ${before ? sql`and (created_at, write_back_id) < (${before.createdAt}::timestamptz, ${before.writeBackId}::uuid)` : nothingSql}
    order by created_at desc, write_back_id desc limit ${limit}`)
}
