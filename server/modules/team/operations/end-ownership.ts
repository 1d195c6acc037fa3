import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setOwner } from '../account-store.ts'
import { activeOwnerCount } from '../account-views.ts'
import { manageableAccount } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const endOwnership = command({
  name: 'team.endOwnership',
  ...team.endOwnership,
  summary: 'Makes an owner an ordinary account again; one owner always stays.',
  access: { permission: 'team.ownership', scope: 'merchant' },
  stepUp: true,
  audit: ({ accountId }) => ({ objects: [{ kind: 'account', id: accountId }] }),
  errors: [errors.stepUpRequired, errors.stale, errors.notFound, errors.lastOwner, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    if (!account.is_owner) return fail(errors.notFound)
    if (account.state === 'active' && (await activeOwnerCount(tx)) === 1) return fail(errors.lastOwner)
    await setOwner(tx, account.account_id, false)
    effects.logChange({ isOwner: true }, { isOwner: false })
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
