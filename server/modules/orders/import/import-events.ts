import type { EventFact } from '#kernel/events.ts'

export const importChanged = (shopId: string, importId: string): EventFact => ({
  kind: 'orders.importChanged',
  permission: 'orders.import',
  shopIds: [shopId],
  ids: [importId],
})
