import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { confirmSelf } from '../confirm-self.ts'
import { noteStepUp } from '../session-store.ts'

export const stepUp = command({
  name: 'team.stepUp',
  ...team.stepUp,
  summary: 'Confirms that it is really me (password and code, or a passkey), so that sensitive acts are open for some minutes.',
  access: { permission: 'account.self', scope: 'shared' },
  evenWhileViewing: true,
  allowedWhile: [errors.factorRequired],
  audit: (input, _result, actor) => ({
    objects: [{ kind: 'account', id: actor.accountId }],
    details: { by: input.passkey ? 'passkey' : input.code ? 'password and code' : 'password' },
  }),
  errors: [errors.wrongPassword, errors.wrongFactor, errors.passkeyRefused, errors.passkeyUnavailable, errors.signInBlocked],
  async run(tx, input, actor, effects) {
    if (actor.sessionId === null) return fail(errors.notSignedIn)
    await confirmSelf(tx, effects, actor, { purpose: 'stepUp', proof: input })
    await noteStepUp(tx, actor.sessionId, effects.now)
    return { until: new Date(effects.now.getTime() + ruleValue('defaults', 'stepUpFresh', 'minutes') * 60_000).toISOString() }
  },
})
