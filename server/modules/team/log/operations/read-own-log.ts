import { log } from '#contract/log.ts'
import { query } from '#kernel/operation.ts'
import { readingNote } from '../log-reading.ts'
import { logPage, ownOf } from '../log-views.ts'

export const readOwnLog = query({
  name: 'team.readOwnLog',
  ...log.readOwnLog,
  summary: 'One’s own entries of the log: what one did, and what an agent or an app did for one.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: readingNote,
  errors: [],
  run: (reader, input, actor) => logPage(reader, input, ownOf(actor.accountId)),
})
