import type { EventFact } from '#kernel/events.ts'

/** State, rights or sessions of accounts changed: open sockets of these accounts are checked again at once. */
export const ACCOUNT_CHANGED = 'team.accountChanged'
export const accountChanged = (accountIds: string[]): EventFact => ({
  kind: ACCOUNT_CHANGED,
  permission: 'team.view',
  shopIds: [],
  ids: accountIds,
})
/** Access reviews began, moved on or ended. */
export const reviewsChanged = (reviewIds: string[]): EventFact => ({
  kind: 'team.reviewsChanged',
  permission: 'account.self',
  shopIds: [],
  ids: reviewIds,
})

/** Tells open pages that their bell may have something new; who it is for is not said. */
export const noticesWritten: EventFact = { kind: 'team.noticesWritten', permission: 'account.self', shopIds: [], ids: [] }

/** Everything that was let in before this moment is void: apps and tokens too. */
export const emergencyStopped: EventFact = { kind: 'team.emergencyStopped', permission: 'team.ownership', shopIds: [], ids: [] }
