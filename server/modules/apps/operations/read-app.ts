import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { accountNames, accountsNotAtWork } from '#modules/team/public.ts'
import { rowOf } from '../app-row.ts'
import { installedApps, usersOfApp } from '../app-views.ts'
import { webhooksOf } from '../webhooks/webhook-views.ts'

export const readApp = query({
  name: 'apps.readApp',
  ...apps.readApp,
  summary: 'One installed app: who answers for it, who may use which functions, where it is told of facts.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { appId }, actor, world) {
    const now = world.now()
    const [app] = await installedApps(reader, actor.accountId, appId)
    if (!app) return fail(errors.notFound)
    const users = await usersOfApp(reader, appId, now)
    const ids = [app.installed_by, ...users.map((user) => user.accountId)]
    const [names, away, webhooks] = await Promise.all([
      accountNames(reader, ids),
      accountsNotAtWork(reader, [app.installed_by], now),
      webhooksOf(reader, appId, now),
    ])
    const nameOf = (id: string): string => names.get(id) ?? id
    return {
      ...rowOf(app, now),
      clientId: app.client_id,
      clientType: app.client_type,
      redirectUris: app.redirect_uris,
      installer: { accountId: app.installed_by, name: nameOf(app.installed_by), isAtWork: away.length === 0 },
      installedAt: app.installed_at,
      users: users.map((user) => ({ ...user, name: nameOf(user.accountId) })),
      webhooks,
    }
  },
})
