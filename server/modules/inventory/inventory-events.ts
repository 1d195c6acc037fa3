import type { EventFact } from '#kernel/events.ts'

/** Somebody counted or restocked; what was held for short stock is worth another look. */
export const stockCounted = (skuIds: string[]): EventFact => ({
  kind: 'inventory.stockCounted',
  permission: 'inventory.view',
  shopIds: [],
  ids: skuIds,
})
