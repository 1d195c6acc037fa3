import { log } from '#contract/log.ts'
import { query } from '#kernel/operation.ts'
import { readingNote } from '../log-reading.ts'
import { logPage, visibleTo } from '../log-views.ts'

export const readLog = query({
  name: 'team.readLog',
  ...log.readLog,
  summary: 'The log: who did what, when, from where, by which app, on what, what it changed, and which grant allowed it.',
  access: { permission: 'log.view', scope: 'staff' },
  audit: readingNote,
  errors: [],
  run: (reader, input, actor) => logPage(reader, input, visibleTo(actor.scope)),
})
