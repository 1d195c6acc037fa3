import { apps } from '#contract/apps.ts'
import { decide } from '#kernel/access.ts'
import { query } from '#kernel/operation.ts'
import { rowOf } from '../app-row.ts'
import { installedApps } from '../app-views.ts'
import { openNotices } from '../notice-store.ts'

export const listApps = query({
  name: 'apps.listApps',
  ...apps.listApps,
  summary: 'Installed apps with their state, and what those who look after them must know.',
  access: { permission: 'apps.view', scope: 'shared' },
  errors: [],
  async run(reader, _input, actor, world) {
    const now = world.now()
    const manages = decide(actor, { permission: 'apps.manage', scope: 'merchant' }).allowed
    const [rows, notices] = await Promise.all([installedApps(reader, actor.accountId, null), manages ? openNotices(reader) : []])
    return { rows: rows.map((app) => rowOf(app, now)), notices }
  },
})
