import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { manageableAccount } from '#modules/team/manageable-account.ts'
import { writeNotices } from '#modules/team/notices/notice-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { hashChosen } from '../chosen-password.ts'
import { endEverySignIn, setGivenPassword } from '../password-store.ts'

export const resetPassword = command({
  name: 'team.resetPassword',
  ...team.resetPassword,
  summary: 'Sets a new password for an account, ends its sessions, and has it change the password at the next sign-in.',
  access: { permission: 'team.manage', scope: 'staff' },
  stepUp: true,
  audit: (input) => ({ objects: [{ kind: 'account', id: input.accountId }] }),
  errors: [
    errors.stepUpRequired,
    errors.passwordWeak,
    errors.passwordCommon,
    errors.ownPassword,
    errors.strongerTarget,
    errors.notFound,
    errors.stale,
    errors.accountFrozen,
  ],
  async run(tx, input, actor, effects) {
    // Inside a session one's own is changed with the current one; without one it is the operator on the machine itself.
    if (input.accountId.toLowerCase() === actor.accountId && actor.sessionId !== null) return fail(errors.ownPassword)
    const account = await manageableAccount(tx, await lockTeam(tx, effects), input)
    const hash = await hashChosen({ password: input.newPassword, login: account.login, name: account.name })
    await setGivenPassword(tx, account.account_id, hash)
    await endEverySignIn(tx, [account.account_id], effects.now)
    const notice = { to: { accountId: account.account_id }, kind: 'passwordReset', params: { name: actor.name } } as const
    for (const fact of await writeNotices(tx, effects.now, [notice])) effects.announce(fact)
    effects.announce(accountChanged([account.account_id]))
    return {}
  },
})
