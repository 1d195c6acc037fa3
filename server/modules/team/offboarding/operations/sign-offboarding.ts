import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setAccountState } from '#modules/team/account-store.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { freeSeats } from '#modules/team/seats/seat-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { closeOffboarding, openOffboarding } from '../offboarding-store.ts'
import { othersMaySign } from '../offboarding-views.ts'

export const signOffboarding = command({
  name: 'team.signOffboarding',
  ...team.signOffboarding,
  summary: 'The second signature: the person has left, the seat is free.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: ({ offboardingId }) => ({ objects: [{ kind: 'offboarding', id: offboardingId }] }),
  errors: [
    errors.stale,
    errors.strongerTarget,
    errors.checklistOpen,
    errors.secondSignature,
    errors.notFound,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const found = await openOffboarding(tx, input)
    const account = await manageableAccount(tx, admin, { accountId: found.account_id })
    if (found.checklist.some(({ doneAt }) => doneAt === null)) return fail(errors.checklistOpen)
    // Two pairs of eyes, unless there is only one.
    if (found.started_by === admin.accountId && (await othersMaySign(tx, admin.accountId))) return fail(errors.secondSignature)
    await setAccountState(tx, [account.account_id], 'left')
    await freeSeats(tx, [account.account_id])
    await closeOffboarding(tx, found.offboarding_id, 'signed', { accountId: admin.accountId, name: admin.name, now: effects.now })
    effects.announce(accountChanged([account.account_id]))
    return {}
  },
})
