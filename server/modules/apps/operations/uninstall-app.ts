import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { rightsChanged } from '#modules/team/public.ts'
import { appsChanged } from '../app-events.ts'
import { endEverythingOf, lockApp, setAppState } from '../app-store.ts'

export const uninstallApp = command({
  name: 'apps.uninstallApp',
  ...apps.uninstallApp,
  summary: 'Takes an app away for good: its tokens are dead at once, its webhooks silent.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ appId }) => ({ objects: [{ kind: 'app', id: appId }] }),
  errors: [errors.notFound],
  async run(tx, { appId }, _actor, { now, announce }) {
    if (!(await lockApp(tx, appId))) return fail(errors.notFound)
    await setAppState(tx, appId, 'uninstalled')
    await endEverythingOf(tx, appId, now)
    announce(appsChanged([appId]))
    announce(rightsChanged([]))
    return {}
  },
})
