/** What the platform said of which orders go together. */
import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { GroupedOrder } from './merge-group-rules.ts'

/** Locks orders of a shop in the order in which snapshots lock them. */
export function lockGroupedOrders(
  tx: Tx,
  shopId: string,
  orderIds: readonly string[],
): Promise<(GroupedOrder & { version: string })[]> {
  return tx.rows(sql`
    select o.order_id as "orderId", o.platform_order_id as "platformOrderId", o.merge_group as "mergeGroup", o.content_hash as version
    from orders o
    where o.merchant_id = ${tx.merchantId} and o.shop_id = ${shopId} and o.order_id = any(${[...orderIds]}::uuid[])
    order by o.platform_order_id, o.order_id for update`)
}

export async function saveMergeGroups(tx: Tx, groups: readonly { orderId: string; mergeGroup: string }[]): Promise<void> {
  const rows = groups.map(({ orderId, mergeGroup }) => ({ order_id: orderId, merge_group: mergeGroup }))
  await tx.write(sql`
    update orders o set merge_group = r.merge_group
    from jsonb_to_recordset(${recordset(rows)}::jsonb) as r(order_id uuid, merge_group text)
    where o.merchant_id = ${tx.merchantId} and o.order_id = r.order_id`)
}
