import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { accountsNotAtWork } from '#modules/team/public.ts'
import { accountsConcerned, endAccessOf } from '../follow-accounts-store.ts'
import { giveNotice } from '../notice-store.ts'

/** Refused they are already, at every call; here what they made and agreed to ends for good, also should they come back. */
export const followAccounts = command({
  name: 'apps.followAccounts',
  ...shape({ accountIds: z.array(z.string()) }, z.object({ ended: z.array(z.string()) })),
  summary: 'Ends tokens and consents of accounts that are frozen or gone, and says whose apps nobody answers for.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { ended }) => ({ objects: ended.map((id) => ({ kind: 'account', id })), details: { ended: ended.length } }),
  errors: [],
  async run(tx, { accountIds }, _actor, { now, announce }) {
    const concerned = await accountsConcerned(tx, accountIds.length === 0 ? null : accountIds)
    const away = concerned.length === 0 ? [] : await accountsNotAtWork(tx, concerned, now)
    if (away.length === 0) return { ended: [] }
    for (const appId of await endAccessOf(tx, away, now))
      for (const fact of await giveNotice(tx, { appId, kind: 'installerLost', params: {} }, now)) announce(fact)
    return { ended: away }
  },
})
