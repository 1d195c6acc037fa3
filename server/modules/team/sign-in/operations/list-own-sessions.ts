import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { openSessions } from '#modules/team/account-views.ts'

export const listOwnSessions = query({
  name: 'team.listOwnSessions',
  ...team.listOwnSessions,
  summary: 'The devices on which I am signed in.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  async run(reader, _input, actor, world) {
    const rows = await openSessions(reader, actor.accountId, world.now())
    return {
      rows: rows.map((row) => ({
        sessionId: row.session_id,
        createdAt: row.created_at,
        lastSeenAt: row.last_seen_at,
        ip: row.ip,
        userAgent: row.user_agent,
        isCurrent: row.session_id === actor.sessionId,
      })),
    }
  },
})
