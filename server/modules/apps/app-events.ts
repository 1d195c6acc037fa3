import type { EventFact } from '#kernel/events.ts'

/** Apps, their users or what is said about them changed. */
export const appsChanged = (appIds: string[]): EventFact => ({
  kind: 'apps.appsChanged',
  permission: 'apps.view',
  shopIds: [],
  ids: appIds,
})
