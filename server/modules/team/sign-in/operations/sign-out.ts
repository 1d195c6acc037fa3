import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { endSession } from '#modules/team/account-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'

export const signOut = command({
  name: 'team.signOut',
  ...team.signOut,
  summary: 'Ends this session.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [],
  evenWhileViewing: true,
  async run(tx, _input, actor, effects) {
    if (actor.sessionId) await endSession(tx, actor.accountId, actor.sessionId, effects.now)
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
