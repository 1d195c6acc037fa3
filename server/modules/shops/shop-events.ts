import type { EventFact } from '#kernel/events.ts'

/** Name, state, authorisation or sync problem of shops changed. */
export const shopsChanged = (shopIds: string[]): EventFact => ({
  kind: 'shops.shopsChanged',
  permission: 'shops.view',
  shopIds,
  ids: shopIds,
})
