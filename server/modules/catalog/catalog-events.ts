import type { EventFact } from '#kernel/events.ts'

/** SKUs were added or changed; no ids = many. */
export const skusChanged = (skuIds: string[]): EventFact => ({
  kind: 'catalog.skusChanged',
  permission: 'catalog.view',
  shopIds: [],
  ids: skuIds,
})
