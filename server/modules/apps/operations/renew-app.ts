import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '../app-events.ts'
import { lockApp, setAppEnd } from '../app-store.ts'
import { closeNoticesOf } from '../notice-store.ts'

export const renewApp = command({
  name: 'apps.renewApp',
  ...apps.renewApp,
  summary: 'Sets a new end of an app’s subscription, or none; reminders begin anew.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ appId, endsAt }) => ({ objects: [{ kind: 'app', id: appId }], details: { endsAt } }),
  errors: [errors.notFound, errors.stale, errors.endInPast],
  async run(tx, { appId, version, endsAt }, actor, { now, announce }) {
    const app = (await lockApp(tx, appId)) ?? fail(errors.notFound)
    if (app.version !== version) return fail(errors.stale, { changed: app.name })
    if (endsAt !== null && Date.parse(endsAt) <= now.getTime()) return fail(errors.endInPast)
    await setAppEnd(tx, appId, endsAt)
    await closeNoticesOf(tx, appId, ['subscriptionEnds', 'subscriptionEnded'], actor.accountId, now)
    announce(appsChanged([appId]))
    return { version: version + 1 }
  },
})
