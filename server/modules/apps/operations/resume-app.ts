import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { rightsChanged } from '#modules/team/public.ts'
import { appsChanged } from '../app-events.ts'
import { lockApp, setAppState } from '../app-store.ts'

export const resumeApp = command({
  name: 'apps.resumeApp',
  ...apps.resumeApp,
  summary: 'Lets a suspended app work again.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ appId }) => ({ objects: [{ kind: 'app', id: appId }] }),
  errors: [errors.notFound],
  async run(tx, { appId }, _actor, { announce }) {
    if (!(await lockApp(tx, appId))) return fail(errors.notFound)
    await setAppState(tx, appId, 'active')
    announce(appsChanged([appId]))
    announce(rightsChanged([]))
    return {}
  },
})
