import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { endSession } from '../session-store.ts'

export const signOut = command({
  name: 'team.signOut',
  ...team.signOut,
  summary: 'Ends this session.',
  access: { permission: 'account.self', scope: 'shared' },
  allowedWhile: [errors.sessionLocked, errors.factorRequired, errors.passwordExpired],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [],
  evenWhileViewing: true,
  async run(tx, _input, actor, effects) {
    if (actor.sessionId) await endSession(tx, actor.accountId, actor.sessionId, effects.now)
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
