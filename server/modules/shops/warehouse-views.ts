/** Reads of warehouses. */
import { inRows, inScope, type Scope } from '#kernel/access.ts'
import { type Reader, sql } from '#kernel/db.ts'
import type { Warehouse } from './warehouse.ts'

export type ListedWarehouse = Warehouse & { version: number; shops: { shopId: string; name: string }[] }

/** The oldest first, so the main one leads. */
export function warehousesInScope(reader: Reader, scope: Scope): Promise<ListedWarehouse[]> {
  return reader.rows<ListedWarehouse>(sql`
    select w.warehouse_id as "warehouseId", w.name, w.version, (
      select coalesce(jsonb_agg(jsonb_build_object('shopId', s.shop_id, 'name', s.name) order by s.name), '[]'::jsonb)
      from shops s where s.merchant_id = ${reader.merchantId} and s.warehouse_id = w.warehouse_id and ${inScope(scope, sql`s.shop_id`)}) as shops
    from warehouses w
    where w.merchant_id = ${reader.merchantId} and ${inRows(scope, { warehouse: sql`w.warehouse_id` })}
    order by w.warehouse_id`)
}
