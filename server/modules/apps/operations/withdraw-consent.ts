import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { rightsChanged } from '#modules/team/public.ts'
import { appsChanged } from '../app-events.ts'
import { endConsentsOf } from '../app-store.ts'

export const withdrawConsent = command({
  name: 'apps.withdrawConsent',
  ...apps.withdrawConsent,
  summary: 'No longer lets an app act for me: its tokens for me are dead at once.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: ({ appId }, _result, actor) => ({
    objects: [
      { kind: 'app', id: appId },
      { kind: 'account', id: actor.accountId },
    ],
  }),
  errors: [errors.notFound],
  async run(tx, { appId }, actor, { now, announce }) {
    const ended = await endConsentsOf(tx, { appId, accountIds: [actor.accountId] }, 'withdrawn', now)
    if (ended === 0) return fail(errors.notFound)
    announce(appsChanged([appId]))
    announce(rightsChanged([actor.accountId]))
    return {}
  },
})
