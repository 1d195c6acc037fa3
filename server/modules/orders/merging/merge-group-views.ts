/** Open orders that may have company and about which the platform has not been asked. */
import { type Reader, sql } from '#kernel/db.ts'
import type { AskedOrder } from './merge-group-rules.ts'

/** More than these come up again once they have their answer. */
const AT_ONCE = 2000

export type UngroupedOrder = AskedOrder & { receiverKey: string; version: string }

/**
 * A class is a buyer; where the platform does not tell buyers, what is shown of the receiver. Inside a class the same masked receivers are
 * neighbours. `version` is the content as it is now.
 */
export function ungroupedOrders(reader: Reader, shopId: string): Promise<UngroupedOrder[]> {
  return reader.rows<UngroupedOrder>(sql`
    with classes as (
      select o.buyer_key, case when o.buyer_key = '' then o.receiver_text else '' end as shown
      from orders o
      where o.merchant_id = ${reader.merchantId} and o.shop_id = ${shopId} and o.status = 'paid' and o.receiver_masked
      group by 1, 2 having count(*) > 1 and bool_or(o.merge_group = ''))
    select company.order_id as "orderId", company.platform_order_id as "platformOrderId", company.receiver_key as "receiverKey",
      company.content_hash as version, company.merge_group <> '' as "hasGroup", company.buyer_key || ' ' || company.shown as "classKey"
    from (
      select o.*, c.shown, count(*) over class as size, bool_or(o.merge_group = '') over class as has_new
      from classes c
      join orders o on o.merchant_id = ${reader.merchantId} and o.shop_id = ${shopId} and o.status = 'paid' and o.receiver_masked
        and o.buyer_key = c.buyer_key and (o.buyer_key <> '' or o.receiver_text = c.shown)
      where exists (
        select from parcel_lines pl join parcels p on p.merchant_id = ${reader.merchantId} and p.parcel_id = pl.parcel_id
        where pl.merchant_id = ${reader.merchantId} and pl.order_id = o.order_id
          and p.fulfilment_state = 'none' and p.review_state not in ('stopped', 'unpaid'))
      window class as (partition by o.buyer_key, c.shown)) company
    where company.size > 1 and company.has_new
    order by company.buyer_key, company.receiver_text, company.created_at, company.order_id
    limit ${AT_ONCE}`)
}
