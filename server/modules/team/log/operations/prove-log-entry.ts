import { errors } from '#contract/errors.ts'
import { log } from '#contract/log.ts'
import { query } from '#kernel/operation.ts'
import { visibleTo } from '../log-views.ts'
import { proofOf } from '../proof-of.ts'

export const proveLogEntry = query({
  name: 'team.proveLogEntry',
  ...log.proveLogEntry,
  summary: 'Proof for outsiders that one entry is in the sealed log: a .tlog-proof file with a signed checkpoint.',
  access: { permission: 'log.view', scope: 'staff' },
  audit: ({ entryId }) => ({ kind: 'logReading', objects: [], details: { entryId } }),
  errors: [errors.notFound, errors.logNotSealedYet],
  run: (reader, { entryId }, actor, world) => proofOf(reader, entryId, visibleTo(actor.scope), world),
})
