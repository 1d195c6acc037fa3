import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { requireAccess } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { PASSWORD_MIN_LENGTH } from '../account.ts'
import { insertAccount, lockAccounts, replaceGrants } from '../account-store.ts'
import { mainLogin } from '../account-views.ts'
import { takeLogin } from '../create-merchant.ts'
import { grantablePairs } from '../grantable-pairs.ts'
import { isWellFormedSubName, normaliseLogin } from '../login-rules.ts'
import { requireUnchangedActor } from '../manageable-account.ts'
import { hashPassword } from '../sign-in/password.ts'
import { accountChanged } from '../team-events.ts'

export const createStaff = command({
  name: 'team.createStaff',
  ...team.createStaff,
  summary: 'Creates a sub-account main:sub with its grants.',
  access: { permission: 'team.manage', scope: 'merchant' },
  audit: (input, result) => ({
    objects: [{ kind: 'account', id: result.accountId }],
    details: { login: result.login, grants: input.grants },
  }),
  errors: [
    errors.loginMalformed,
    errors.loginTaken,
    errors.passwordWeak,
    errors.beyondOwnRights,
    errors.notFound,
    errors.stale,
    errors.accountFrozen,
  ],
  async run(tx, input, actor, effects) {
    // Granting at birth is granting.
    if (input.grants.length > 0) requireAccess(actor, { permission: 'team.grant', scope: 'merchant' })
    const pairs = await grantablePairs(tx, actor, input.grants)
    if (input.password.length < PASSWORD_MIN_LENGTH) return fail(errors.passwordWeak, { length: PASSWORD_MIN_LENGTH })
    const main = await mainLogin(tx)
    if (!isWellFormedSubName(main, input.subName)) return fail(errors.loginMalformed)
    const login = normaliseLogin(`${main}:${input.subName}`)
    const accountId = newId()
    const passwordHash = await hashPassword(input.password)
    requireUnchangedActor(actor, await lockAccounts(tx, [actor.accountId]))
    await takeLogin(tx, login, tx.merchantId, accountId)
    await insertAccount(tx, { accountId, login, name: input.name, isOwner: false, passwordHash })
    await replaceGrants(tx, accountId, pairs, actor.accountId)
    effects.announce(accountChanged([accountId]))
    return { accountId, login }
  },
})
