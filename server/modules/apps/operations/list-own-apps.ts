import { apps } from '#contract/apps.ts'
import { query } from '#kernel/operation.ts'
import { appsOf } from '../app-views.ts'

export const listOwnApps = query({
  name: 'apps.listOwnApps',
  ...apps.listOwnApps,
  summary: 'Apps switched on for me: what each may do, and whether I have let it act for me.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor, world) => ({ rows: await appsOf(reader, actor.accountId, world.now()) }),
})
