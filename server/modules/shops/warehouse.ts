export type Warehouse = { warehouseId: string; name: string }

/** The warehouse every merchant has from its first day, under the same id with all of them (migration 0016). */
export const MAIN_WAREHOUSE: Warehouse = { warehouseId: '00000000-0000-7000-8000-000000000001', name: '主仓' }
