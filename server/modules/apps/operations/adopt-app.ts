import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { beginAdministration } from '#modules/team/public.ts'
import { requireGivable } from '../app-envelope.ts'
import { appsChanged } from '../app-events.ts'
import { lockApp, setInstaller } from '../app-store.ts'
import { closeNoticesOf } from '../notice-store.ts'

export const adoptApp = command({
  name: 'apps.adoptApp',
  ...apps.adoptApp,
  summary: 'Answers for an app in place of the one who installed it, who has left or lost rights.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  stepUp: true,
  audit: ({ appId }, _result, actor) => ({ objects: [{ kind: 'app', id: appId }], details: { answers: actor.accountId } }),
  errors: [errors.notFound, errors.stale, errors.functionNotForApps, errors.beyondOwnRights, errors.accountFrozen],
  async run(tx, { appId, version }, _actor, effects) {
    const admin = await beginAdministration(tx, effects)
    const app = (await lockApp(tx, appId)) ?? fail(errors.notFound)
    if (app.version !== version) return fail(errors.stale, { changed: app.name })
    await requireGivable(tx, admin, app.functions, app.shop_ids)
    await setInstaller(tx, appId, admin.accountId)
    await closeNoticesOf(tx, appId, ['installerLost'], admin.accountId, effects.now)
    effects.announce(appsChanged([appId]))
    return { version: version + 1 }
  },
})
