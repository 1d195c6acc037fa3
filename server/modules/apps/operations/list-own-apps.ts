import { apps } from '#contract/apps.ts'
import { query } from '#kernel/operation.ts'
import { appsLetIn } from '../app-views.ts'

export const listOwnApps = query({
  name: 'apps.listOwnApps',
  ...apps.listOwnApps,
  summary: 'Apps I have let act for me, and with which functions.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor, world) => ({ rows: await appsLetIn(reader, actor.accountId, world.now()) }),
})
