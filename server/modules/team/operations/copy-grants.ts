import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { raiseEpoch } from '../account-store.ts'
import { accountsById } from '../account-views.ts'
import { grantablePairs } from '../grants/grant-envelope.ts'
import { toldGrants } from '../grants/grant-rules.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import { storedGrants } from '../grants/grant-views.ts'
import { manageableAccount } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const copyGrants = command({
  name: 'team.copyGrants',
  ...team.copyGrants,
  summary: 'Gives an account the same grants as another one.',
  access: { permission: 'team.grant', scope: 'staff' },
  stepUp: true,
  audit: (input) => ({
    objects: [{ kind: 'account', id: input.accountId }],
    details: { fromAccountId: input.fromAccountId },
  }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.strongerTarget,
    errors.beyondOwnRights,
    errors.ownGrants,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const account = await manageableAccount(tx, admin, input)
    if (account.account_id === admin.accountId && !admin.isOwner) return fail(errors.ownGrants)
    if (account.state === 'left') return fail(errors.notFound)
    const [from] = await accountsById(tx, [input.fromAccountId])
    if (!from || !reachesRow(admin.scope, { holderId: from.account_id })) return fail(errors.notFound)
    const subject = { accountId: account.account_id }
    const pairs = await grantablePairs(tx, admin, await storedGrants(tx, { accountIds: [from.account_id] }), subject)
    const before = await replaceGrants(tx, subject, pairs, admin.accountId)
    effects.logChange({ grants: toldGrants(before) }, { grants: toldGrants(pairs) })
    await raiseEpoch(tx, account.account_id)
    effects.announce(accountChanged([account.account_id]))
    return { version: account.version + 1 }
  },
})
