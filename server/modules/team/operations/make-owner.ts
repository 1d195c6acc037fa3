import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setOwner } from '../account-store.ts'
import { manageableAccount } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const makeOwner = command({
  name: 'team.makeOwner',
  ...team.makeOwner,
  summary: 'Makes an active person an owner besides the present ones.',
  access: { permission: 'team.ownership', scope: 'merchant' },
  stepUp: true,
  audit: ({ accountId }) => ({ objects: [{ kind: 'account', id: accountId }] }),
  errors: [errors.stepUpRequired, errors.stale, errors.notFound, errors.invalidInput, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    if (account.state !== 'active' || account.kind !== 'person')
      return fail(errors.invalidInput, { field: 'accountId', reason: 'only an active person can own a merchant' })
    await setOwner(tx, account.account_id, true)
    effects.logChange({ isOwner: false }, { isOwner: true })
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
