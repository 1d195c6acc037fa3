/** Writes of warehouses. None is ever deleted: parcels name theirs for good. */
import { sql, type Tx } from '#kernel/db.ts'
import type { Warehouse } from './warehouse.ts'

/** False when the name is taken. */
export async function insertWarehouse(tx: Tx, { warehouseId, name }: Warehouse): Promise<boolean> {
  const inserted = await tx.write(sql`
    insert into warehouses (merchant_id, warehouse_id, name) values (${tx.merchantId}, ${warehouseId}, ${name}) on conflict do nothing`)
  return inserted === 1
}

export function lockWarehouse(tx: Tx, warehouseId: string): Promise<{ name: string; version: number } | undefined> {
  return tx.maybe<{ name: string; version: number }>(sql`
    select name, version from warehouses where merchant_id = ${tx.merchantId} and warehouse_id = ${warehouseId} for update`)
}

/** False when another warehouse has the name. */
export async function renameWarehouseTo(tx: Tx, warehouseId: string, name: string): Promise<boolean> {
  const renamed = await tx.write(sql`
    update warehouses w set name = ${name}, version = w.version + 1
    where w.merchant_id = ${tx.merchantId} and w.warehouse_id = ${warehouseId} and not exists (
      select from warehouses other where other.merchant_id = ${tx.merchantId} and other.name = ${name} and other.warehouse_id <> ${warehouseId})`)
  return renamed === 1
}

export async function setWarehouse(tx: Tx, shopId: string, warehouseId: string): Promise<void> {
  await tx.write(sql`
    update shops set warehouse_id = ${warehouseId}, version = version + 1 where merchant_id = ${tx.merchantId} and shop_id = ${shopId}`)
}
