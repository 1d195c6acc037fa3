import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { PASSWORD_MIN_LENGTH } from '#modules/team/account.ts'
import { setPassword } from '#modules/team/account-store.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { hashPassword, verifyPassword } from '../password.ts'

export const changeOwnPassword = command({
  name: 'team.changeOwnPassword',
  ...team.changeOwnPassword,
  summary: 'Changes one’s own password; other devices are signed out.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: (_input, _result, actor) => ({ objects: [{ kind: 'account', id: actor.accountId }] }),
  errors: [errors.passwordWeak, errors.wrongLogin],
  async run(tx, input, actor, effects) {
    if (input.newPassword.length < PASSWORD_MIN_LENGTH) return fail(errors.passwordWeak, { length: PASSWORD_MIN_LENGTH })
    const row = await tx.maybe<{ password_hash: string }>(sql`
      select password_hash from accounts where merchant_id = ${tx.merchantId} and account_id = ${actor.accountId} for update`)
    if (!row || !(await verifyPassword(row.password_hash, input.currentPassword))) return fail(errors.wrongLogin)
    await setPassword(tx, actor.accountId, await hashPassword(input.newPassword))
    await tx.write(sql`
      update sessions set ended_at = ${effects.now}
      where merchant_id = ${tx.merchantId} and account_id = ${actor.accountId} and ended_at is null and session_id::text is distinct from ${actor.sessionId}`)
    effects.announce(accountChanged([actor.accountId]))
    return {}
  },
})
