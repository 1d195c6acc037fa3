import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { freshRecoveryCodes, lockOwnAccount } from '../enrolment.ts'
import { factorsOf, hasFactor } from '../factor-views.ts'

export const makeRecoveryCodes = command({
  name: 'team.makeRecoveryCodes',
  ...team.makeRecoveryCodes,
  summary: 'Makes ten new recovery codes, shown once; earlier ones are void.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  answersSecret: true,
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.stepUpRequired, errors.factorNotSetUp],
  async run(tx, _input, actor, effects) {
    await lockOwnAccount(tx, actor.accountId)
    if (!hasFactor(await factorsOf(tx, actor.accountId))) return fail(errors.factorNotSetUp)
    return { recoveryCodes: await freshRecoveryCodes(tx, effects, actor.accountId) }
  },
})
