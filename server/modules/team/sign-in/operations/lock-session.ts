import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockSessionRow } from '../session-store.ts'

export const lockSession = command({
  name: 'team.lockSession',
  ...team.lockSession,
  summary: 'Locks this session: nothing is answered before it is unlocked with the password or a passkey.',
  access: { permission: 'account.self', scope: 'shared' },
  evenWhileViewing: true,
  allowedWhile: [errors.sessionLocked],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [],
  async run(tx, _input, actor, effects) {
    if (actor.sessionId) await lockSessionRow(tx, actor.sessionId, effects.now)
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
