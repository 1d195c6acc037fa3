import { errors } from '#contract/errors.ts'
import { log } from '#contract/log.ts'
import { query } from '#kernel/operation.ts'
import { ownOf } from '../log-views.ts'
import { proofOf } from '../proof-of.ts'

export const proveOwnLogEntry = query({
  name: 'team.proveOwnLogEntry',
  ...log.proveOwnLogEntry,
  summary: 'Proof for outsiders that an entry of one’s own is in the sealed log.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: ({ entryId }) => ({ kind: 'logReading', objects: [], details: { entryId } }),
  errors: [errors.notFound, errors.logNotSealedYet],
  run: (reader, { entryId }, actor, world) => proofOf(reader, entryId, ownOf(actor.accountId), world),
})
