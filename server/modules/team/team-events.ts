import type { EventFact } from '#kernel/events.ts'

/** State, rights or sessions of accounts changed: open sockets of these accounts are checked again at once. */
export const ACCOUNT_CHANGED = 'team.accountChanged'
export const accountChanged = (accountIds: string[]): EventFact => ({
  kind: ACCOUNT_CHANGED,
  permission: 'team.view',
  shopIds: [],
  ids: accountIds,
})
