import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { setAccountState } from '#modules/team/account-store.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { closeOffboarding, openOffboarding } from '../offboarding-store.ts'

export const cancelOffboarding = command({
  name: 'team.cancelOffboarding',
  ...team.cancelOffboarding,
  summary: 'The person stays: the account is as it was before; what was handed over stays where it is.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ offboardingId }) => ({ objects: [{ kind: 'offboarding', id: offboardingId }] }),
  errors: [errors.stale, errors.strongerTarget, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const found = await openOffboarding(tx, input)
    const account = await manageableAccount(tx, admin, { accountId: found.account_id })
    if (found.state_before === 'active') await setAccountState(tx, [account.account_id], 'active')
    await closeOffboarding(tx, found.offboarding_id, 'cancelled', {
      ...{ accountId: admin.accountId, name: admin.name, now: effects.now },
    })
    effects.announce(accountChanged([account.account_id]))
    return {}
  },
})
