import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { confirmSelf } from '../confirm-self.ts'
import { unlockSessionRow } from '../session-store.ts'

export const unlockSession = command({
  name: 'team.unlockSession',
  ...team.unlockSession,
  summary: 'Unlocks this session with the password or a passkey.',
  access: { permission: 'account.self', scope: 'shared' },
  evenWhileViewing: true,
  allowedWhile: [errors.sessionLocked],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.wrongPassword, errors.passkeyRefused, errors.passkeyUnavailable, errors.signInBlocked],
  async run(tx, input, actor, effects) {
    if (actor.sessionId === null) return fail(errors.notSignedIn)
    await confirmSelf(tx, effects, actor, { purpose: 'unlock', proof: input })
    await unlockSessionRow(tx, actor.sessionId, effects.now)
    return {}
  },
})
