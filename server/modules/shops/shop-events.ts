import type { EventFact } from '#kernel/events.ts'

/** Warehouses were added or have another name. */
export const warehousesChanged = (warehouseIds: string[]): EventFact => ({
  kind: 'shops.warehousesChanged',
  permission: 'shops.view',
  shopIds: [],
  ids: warehouseIds,
})

/** Name, state, authorisation or sync problem of shops changed. */
export const shopsChanged = (shopIds: string[]): EventFact => ({
  kind: 'shops.shopsChanged',
  permission: 'shops.view',
  shopIds,
  ids: shopIds,
})
