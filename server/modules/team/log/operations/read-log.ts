import { log } from '#contract/log.ts'
import { query } from '#kernel/operation.ts'
import { logPage, visibleTo } from '../log-views.ts'

export const readLog = query({
  name: 'team.readLog',
  ...log.readLog,
  summary: 'The log: who did what, when, from where, on what, and which grant allowed it.',
  access: { permission: 'log.view', scope: 'staff' },
  // Reading the log is itself in the log; only the first page of a search, so that paging does not fill it.
  audit: (input) => ({ kind: 'logReading', objects: [], details: { ...input, cursor: input.cursor ? 'further page' : null } }),
  errors: [],
  run: (reader, input, actor) => logPage(reader, input, visibleTo(actor.scope)),
})
