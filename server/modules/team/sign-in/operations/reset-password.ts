import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { PASSWORD_MIN_LENGTH } from '#modules/team/account.ts'
import { endSessions, setPassword } from '#modules/team/account-store.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { hashPassword } from '../password.ts'

export const resetPassword = command({
  name: 'team.resetPassword',
  ...team.resetPassword,
  summary: 'Sets a new password for an account and ends its sessions.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input) => ({ objects: [{ kind: 'account', id: input.accountId }] }),
  errors: [errors.passwordWeak, errors.ownPassword, errors.strongerTarget, errors.notFound, errors.stale, errors.accountFrozen],
  async run(tx, input, actor, effects) {
    if (input.newPassword.length < PASSWORD_MIN_LENGTH) return fail(errors.passwordWeak, { length: PASSWORD_MIN_LENGTH })
    // Inside a session one's own is changed with the current one; without one it is the operator on the machine itself.
    if (input.accountId.toLowerCase() === actor.accountId && actor.sessionId !== null) return fail(errors.ownPassword)
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    await setPassword(tx, account.account_id, await hashPassword(input.newPassword))
    await endSessions(tx, [account.account_id], effects.now)
    effects.announce(accountChanged([account.account_id]))
    return {}
  },
})
