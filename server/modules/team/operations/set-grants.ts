import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { raiseEpoch, replaceGrants } from '../account-store.ts'
import { grantablePairs } from '../grantable-pairs.ts'
import { manageableAccount } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'

export const setGrants = command({
  name: 'team.setGrants',
  ...team.setGrants,
  summary: 'Replaces the grants of an account: each a pair of role and shops.',
  access: { permission: 'team.grant', scope: 'merchant' },
  audit: (input) => ({ objects: [{ kind: 'account', id: input.accountId }], details: { grants: input.grants } }),
  errors: [errors.stale, errors.strongerTarget, errors.beyondOwnRights, errors.notFound, errors.accountFrozen],
  async run(tx, input, actor, effects) {
    const pairs = await grantablePairs(tx, actor, input.grants)
    const account = await manageableAccount(tx, actor, input)
    await replaceGrants(tx, account.account_id, pairs, actor.accountId)
    await raiseEpoch(tx, account.account_id)
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
