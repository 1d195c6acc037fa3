import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { sql } from '#kernel/db.ts'
import { fail, failKeeping } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { hashChosen } from '../chosen-password.ts'
import { verifyPassword } from '../password.ts'
import { setOwnPassword } from '../password-store.ts'
import { endOtherSessions } from '../session-store.ts'
import { factorSubject, forgetTries, type Try, takeTry } from '../sign-in-tries.ts'

export const changeOwnPassword = command({
  name: 'team.changeOwnPassword',
  ...team.changeOwnPassword,
  summary: 'Changes one’s own password; other devices are signed out.',
  access: { permission: 'account.self', scope: 'shared' },
  allowedWhile: [errors.passwordExpired],
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.passwordWeak, errors.passwordCommon, errors.passwordSame, errors.wrongPassword, errors.signInBlocked],
  async run(tx, input, actor, { now, announce }) {
    const attempt: Try = {
      subject: factorSubject(tx.merchantId, actor.accountId),
      ip: actor.ip,
      knownDevice: `session ${actor.sessionId}`,
      now,
    }
    await takeTry(tx, attempt)
    const row = await tx.maybe<{ password_hash: string; login: string }>(sql`
      select password_hash, login from accounts where merchant_id = ${tx.merchantId} and account_id = ${actor.accountId} for update`)
    if (!row) return fail(errors.notSignedIn)
    if (!(await verifyPassword(row.password_hash, input.currentPassword))) return failKeeping(errors.wrongPassword)
    const chosen = { password: input.newPassword, login: row.login, name: actor.name, currentHash: row.password_hash }
    await setOwnPassword(tx, actor.accountId, await hashChosen(chosen))
    await endOtherSessions(tx, actor.accountId, actor.sessionId, now)
    await forgetTries(tx, attempt)
    announce(accountChanged([actor.accountId]))
    return {}
  },
})
