import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { activeOwnerCount } from '#modules/team/account-views.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { handOverAll, shutOut } from '../leave.ts'
import { insertOffboarding } from '../offboarding-store.ts'
import { offboardingList } from '../offboarding-views.ts'

export const startOffboarding = command({
  name: 'team.startOffboarding',
  ...team.startOffboarding,
  summary: 'Freezes somebody who leaves and hands over what he holds to named people.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input, { offboardingId }) => ({
    objects: [
      { kind: 'account', id: input.accountId },
      { kind: 'offboarding', id: offboardingId },
      ...input.handOver.flatMap(({ toAccountId }) => (toAccountId ? [{ kind: 'account', id: toAccountId }] : [])),
    ],
    details: { handOver: input.handOver },
  }),
  errors: [
    errors.lastOwner,
    errors.strongerTarget,
    errors.ownGrants,
    errors.takerLacksRight,
    errors.alreadyLeaving,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const account = await manageableAccount(tx, admin, { accountId: input.accountId })
    const { account_id: accountId } = account
    if (accountId === admin.accountId) return fail(errors.ownGrants)
    if (account.state === 'left' || account.state === 'invited') return fail(errors.notFound)
    if (account.is_owner && account.state === 'active' && (await activeOwnerCount(tx)) === 1) return fail(errors.lastOwner)
    const known = await offboardingList(tx, admin, { accountId, state: 'open' })
    if (known.rows.length > 0) return fail(errors.alreadyLeaving, { name: account.name })
    await shutOut(tx, accountId, effects.now)
    const handedOver = await handOverAll(tx, effects.world.holdings, accountId, input.handOver, effects.now)
    const offboardingId = await insertOffboarding(tx, { accountId, stateBefore: account.state }, handedOver, {
      ...{ accountId: admin.accountId, name: admin.name, now: effects.now, isAutomatic: false },
    })
    effects.announce(accountChanged([accountId]))
    return { offboardingId }
  },
})
