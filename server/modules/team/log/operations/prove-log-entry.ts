import { errors } from '#contract/errors.ts'
import { log } from '#contract/log.ts'
import { fail } from '#kernel/failure.ts'
import { proveEntry } from '#kernel/log-proof.ts'
import { logPublicKey } from '#kernel/log-sealer.ts'
import { query } from '#kernel/operation.ts'
import { logEntryRow, visibleTo } from '../log-views.ts'

export const proveLogEntry = query({
  name: 'team.proveLogEntry',
  ...log.proveLogEntry,
  summary: 'Proof for outsiders that one entry is in the sealed log: a .tlog-proof file with a signed checkpoint.',
  access: { permission: 'log.view', scope: 'staff' },
  audit: ({ entryId }) => ({ kind: 'logReading', objects: [], details: { entryId } }),
  errors: [errors.notFound, errors.logNotSealedYet],
  async run(reader, { entryId }, actor, world) {
    const row = await logEntryRow(reader, entryId, visibleTo(actor.scope))
    if (!row) return fail(errors.notFound)
    return (await proveEntry(reader, row, logPublicKey(world.config.home))) ?? fail(errors.logNotSealedYet)
  },
})
