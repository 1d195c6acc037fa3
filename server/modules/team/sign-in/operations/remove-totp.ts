import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { afterRemoval, lockOwnAccount } from '../enrolment.ts'
import { removeTotp as remove } from '../factor-store.ts'

export const removeTotp = command({
  name: 'team.removeTotp',
  ...team.removeTotp,
  summary: 'Removes my authenticator app.',
  access: { permission: 'account.self', scope: 'shared' },
  stepUp: true,
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.stepUpRequired, errors.lastFactor],
  async run(tx, _input, actor) {
    await lockOwnAccount(tx, actor.accountId)
    await remove(tx, actor.accountId)
    await afterRemoval(tx, actor)
    return {}
  },
})
