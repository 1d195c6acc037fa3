import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment, reachesRow, requireAccess } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { insertAccount } from '#modules/team/account-store.ts'
import { accountsById, mainLogin } from '#modules/team/account-views.ts'
import { takeLogin } from '#modules/team/create-merchant.ts'
import { requireConferrable } from '#modules/team/departments/department-envelope.ts'
import { grantablePairs } from '#modules/team/grants/grant-envelope.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { isWellFormedSubName, normaliseLogin } from '#modules/team/login-rules.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'

/** Nobody signs in with it: an agent comes with a token or through an app. */
const NO_PASSWORD = 'none'

export const hireAgent = command({
  name: 'team.hireAgent',
  ...team.hireAgent,
  summary: 'Hires an AI agent like a clerk: an account with grants of its own, never more than the person who answers for it.',
  access: { permission: 'team.manage', scope: 'staff' },
  audit: (input, result) => ({
    objects: [
      { kind: 'account', id: result.accountId },
      { kind: 'account', id: input.responsibleId },
    ],
    details: { login: result.login, responsibleId: input.responsibleId, grants: input.grants, departmentId: input.departmentId },
  }),
  errors: [
    errors.loginMalformed,
    errors.loginTaken,
    errors.beyondOwnRights,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const main = await mainLogin(tx)
    if (!isWellFormedSubName(main, input.subName)) return fail(errors.loginMalformed)
    const admin = await lockTeam(tx, effects)
    const [responsible] = await accountsById(tx, [input.responsibleId])
    const isHis = responsible && reachesRow(admin.scope, { holderId: responsible.account_id })
    if (!isHis || responsible.state !== 'active' || responsible.kind === 'agent') return fail(errors.notFound)
    if (!reachesDepartment(admin.scope, input.departmentId)) return fail(errors.notFound)
    if (input.grants.length > 0) requireAccess(admin, { permission: 'team.grant', scope: 'staff' })
    const pairs = await grantablePairs(tx, admin, input.grants, { newcomerIn: input.departmentId })
    await requireConferrable(tx, admin, input.departmentId)
    const accountId = newId()
    const login = normaliseLogin(`${main}:${input.subName}`)
    await takeLogin(tx, login, tx.merchantId, accountId)
    await insertAccount(tx, {
      ...{ accountId, login, name: input.name, isOwner: false, passwordHash: NO_PASSWORD, kind: 'agent' },
      ...{ departmentId: input.departmentId, responsibleId: responsible.account_id },
    })
    await replaceGrants(tx, { accountId }, pairs, admin.accountId)
    if (input.departmentId !== null) await raiseTeamEpoch(tx)
    effects.announce(accountChanged([accountId]))
    return { accountId, login }
  },
})
