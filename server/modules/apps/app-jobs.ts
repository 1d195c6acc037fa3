import type { Reaction } from '#kernel/events.ts'
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { ACCOUNTS_CHANGED, EVERYTHING_STOPPED } from '#modules/team/public.ts'
import { checkSubscriptions } from './operations/check-subscriptions.ts'
import { followAccounts } from './operations/follow-accounts.ts'
import { stopAll } from './operations/stop-all.ts'

const common = {
  actor: 'apps',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(1000, 60_000),
} as const

export const checkSubscriptionsJob: JobHandler = {
  ...common,
  kind: 'apps.checkSubscriptions',
  async run(_payload, context) {
    await context.call(checkSubscriptions, {})
  },
}

export const followAccountsJob: JobHandler = {
  ...common,
  kind: 'apps.followAccounts',
  async run(payload, context) {
    await context.call(followAccounts, { accountIds: payload.accountIds as string[] })
  },
}

export const stopAllJob: JobHandler = {
  ...common,
  kind: 'apps.stopAll',
  async run(_payload, context) {
    await context.call(stopAll, {})
  },
}

export const appReactions: readonly Reaction[] = [
  { on: EVERYTHING_STOPPED, toJob: () => ({ kind: 'apps.stopAll', payload: {} }) },
  { on: ACCOUNTS_CHANGED, toJob: ({ ids }) => ({ kind: 'apps.followAccounts', payload: { accountIds: ids } }) },
]
