import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { endOtherSessions as endOthers } from '../session-store.ts'

export const endOtherSessions = command({
  name: 'team.endOtherSessions',
  ...team.endOtherSessions,
  summary: 'Signs me out everywhere but here.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (_input, result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }], details: { ended: result.ended } }),
  errors: [],
  async run(tx, _input, actor, effects) {
    const ended = await endOthers(tx, actor.accountId, actor.sessionId, effects.now)
    effects.announce(accountChanged([actor.accountId]))
    return { ended }
  },
})
