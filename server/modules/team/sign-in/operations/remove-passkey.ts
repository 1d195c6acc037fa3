import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { afterRemoval, lockOwnAccount } from '../enrolment.ts'
import { removePasskey as remove } from '../passkey-store.ts'

export const removePasskey = command({
  name: 'team.removePasskey',
  ...team.removePasskey,
  summary: 'Removes one of my passkeys.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.stepUpRequired, errors.lastFactor, errors.notFound],
  async run(tx, input, actor) {
    await lockOwnAccount(tx, actor.accountId)
    if ((await remove(tx, actor.accountId, input.passkeyId)) === 0) return fail(errors.notFound)
    await afterRemoval(tx, actor)
    return {}
  },
})
