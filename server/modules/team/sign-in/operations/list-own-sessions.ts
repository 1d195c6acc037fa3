import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { openSessionsOf } from '../session-views.ts'

export const listOwnSessions = query({
  name: 'team.listOwnSessions',
  ...team.listOwnSessions,
  summary: 'The devices on which I am signed in.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor, world) => ({
    rows: await openSessionsOf(reader, actor.accountId, { currentId: actor.sessionId, now: world.now() }),
  }),
})
