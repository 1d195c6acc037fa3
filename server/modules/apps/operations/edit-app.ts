import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { beginAdministration, rightsChanged } from '#modules/team/public.ts'
import { requireGivable } from '../app-envelope.ts'
import { appsChanged } from '../app-events.ts'
import { lockApp, writeApp } from '../app-store.ts'
import { closeNoticesOf } from '../notice-store.ts'
import { isUsableRedirect } from '../oauth/redirect-rules.ts'

export const editApp = command({
  name: 'apps.editApp',
  ...apps.editApp,
  summary: 'Changes what an app is and may do. Who changes it answers for it from then on: it can do no more than this person.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  stepUp: true,
  audit: ({ appId, name, publisher, redirectUris, functions, shopIds }) => ({
    objects: [{ kind: 'app', id: appId }],
    details: { name, publisher, redirectUris, functions, shopIds },
  }),
  errors: [
    errors.notFound,
    errors.stale,
    errors.redirectNotAllowed,
    errors.functionNotForApps,
    errors.beyondOwnRights,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const { appId, version } = input
    const admin = await beginAdministration(tx, effects)
    const app = (await lockApp(tx, appId)) ?? fail(errors.notFound)
    if (app.version !== version) return fail(errors.stale, { changed: app.name })
    const refused = input.redirectUris.find((uri) => !isUsableRedirect(uri))
    if (refused !== undefined) return fail(errors.redirectNotAllowed, { uri: refused })
    const functions = [...new Set(input.functions)]
    await requireGivable(tx, admin, functions, input.shopIds)
    const changed = {
      name: input.name,
      publisher: input.publisher,
      home_page: input.homePage,
      redirect_uris: [...new Set(input.redirectUris)],
      functions,
      shop_ids: input.shopIds && [...new Set(input.shopIds)],
      installed_by: admin.accountId,
    }
    await writeApp(tx, appId, changed, effects.now)
    await closeNoticesOf(tx, appId, ['installerLost'], admin.accountId, effects.now)
    effects.announce(appsChanged([appId]))
    effects.announce(rightsChanged([]))
    return { version: version + 1 }
  },
})
