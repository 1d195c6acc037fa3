import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { openSessionsOf } from '../session-views.ts'

export const listSessionsOf = query({
  name: 'team.listSessionsOf',
  ...team.listSessionsOf,
  summary: 'The devices on which somebody else is signed in.',
  access: { permission: 'team.manage', scope: 'staff' },
  errors: [errors.notFound],
  async run(reader, input, actor, world) {
    if (!reachesRow(actor.scope, { holderId: input.accountId.toLowerCase() })) return fail(errors.notFound)
    return { rows: await openSessionsOf(reader, input.accountId, { currentId: actor.sessionId, now: world.now() }) }
  },
})
