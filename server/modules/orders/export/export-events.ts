import type { EventFact } from '#kernel/events.ts'

/** An export moved on. It belongs to one person: others hear nothing they could read. */
export const exportChanged = (exportId: string): EventFact => ({
  kind: 'orders.exportChanged',
  permission: 'orders.export',
  shopIds: [],
  ids: [exportId],
})
