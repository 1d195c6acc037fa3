import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { permissions } from '#contract/permissions.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountNames, rightsChanged } from '#modules/team/public.ts'
import { appsChanged } from '../app-events.ts'
import { lockApp, raiseAppVersion, writeAppUsers } from '../app-store.ts'

/** No seat is bought and nobody gains a right: an app does for a person at most what the person may do. */
export const setAppUsers = command({
  name: 'apps.setAppUsers',
  ...apps.setAppUsers,
  summary: 'Switches an app on for accounts, each with the functions it may use, or off.',
  access: { permission: 'apps.manage', scope: 'merchant' },
  audit: ({ appId, users }) => ({
    objects: [{ kind: 'app', id: appId }, ...users.map(({ accountId }) => ({ kind: 'account', id: accountId }))],
    details: { users },
  }),
  errors: [errors.notFound, errors.stale, errors.beyondApp],
  async run(tx, { appId, version, users }, actor, { now, announce }) {
    const app = (await lockApp(tx, appId)) ?? fail(errors.notFound)
    if (app.version !== version) return fail(errors.stale, { changed: app.name })
    const beyond = users.flatMap((user) => user.functions).find((code) => !app.functions.includes(code))
    if (beyond !== undefined) return fail(errors.beyondApp, { permission: permissions[beyond].zh })
    const byId = new Map(users.map((user) => [user.accountId.toLowerCase(), user]))
    const known = await accountNames(tx, [...byId.keys()])
    if (known.size < byId.size) return fail(errors.notFound)
    const wanted = [...byId].map(([accountId, { functions }]) => ({ accountId, functions: [...new Set(functions)] }))
    await writeAppUsers(tx, appId, wanted, actor.accountId, now)
    await raiseAppVersion(tx, appId)
    announce(appsChanged([appId]))
    announce(rightsChanged([...byId.keys()]))
    return { version: version + 1 }
  },
})
