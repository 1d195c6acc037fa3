import { randomBytes } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { insertAccount } from '#modules/team/account-store.ts'
import { mainLogin } from '#modules/team/account-views.ts'
import { takeLogin } from '#modules/team/create-merchant.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { isWellFormedSubName, normaliseLogin } from '#modules/team/login-rules.ts'
import { takeSeat } from '#modules/team/seats/seat-store.ts'
import { hashPassword } from '#modules/team/sign-in/password.ts'
import { requireTemporaryEnd } from '#modules/team/staff-rules.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { insertInvitation } from '../invitation-store.ts'
import { deliveryJob, prepareSending, readAddress } from '../prepare-sending.ts'

export const inviteStaff = command({
  name: 'team.inviteStaff',
  ...team.inviteStaff,
  summary: 'Invites somebody by WeChat id, phone, e-mail, or with a link; the name and a seat are kept until the answer.',
  access: { permission: 'team.manage', scope: 'staff' },
  // Granting at birth is granting, and a department brings its own.
  stepUp: ({ grants, departmentId }) => grants.length > 0 || departmentId !== null,
  audit: (input, result) => ({
    objects: [
      { kind: 'account', id: result.accountId },
      { kind: 'invitation', id: result.invitationId },
    ],
    details: {
      login: result.login,
      by: input.kind,
      grants: input.grants,
      departmentId: input.departmentId,
      endsAt: input.endsAt,
    },
  }),
  errors: [
    errors.stepUpRequired,
    errors.loginMalformed,
    errors.loginTaken,
    errors.beyondOwnRights,
    errors.notFound,
    errors.noSeat,
    errors.temporaryTooLong,
    errors.addressMalformed,
    errors.wayNotOffered,
    errors.alreadyInvited,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const { kind, subName, name, departmentId, endsAt, language } = input
    requireTemporaryEnd(endsAt, effects.now)
    const main = await mainLogin(tx)
    if (!isWellFormedSubName(main, subName)) return fail(errors.loginMalformed)
    const address = readAddress(effects.world, tx, kind, input.address)
    // Nobody knows it: until the answer there is no password, and a try to sign in takes as long as any other.
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
    const admin = await lockTeam(tx, effects)
    const pairs = await pairsForNewcomer(tx, admin, { grants: input.grants, departmentId })
    const [accountId, invitationId] = [newId(), newId()]
    const sending = await prepareSending(tx, { invitationId, address, actor: admin }, effects)
    const login = normaliseLogin(`${main}:${subName}`)
    await takeLogin(tx, login, tx.merchantId, accountId)
    await insertAccount(tx, {
      ...{ accountId, login, name, isOwner: false, passwordHash, departmentId, endsAt, state: 'invited' },
      kind: endsAt === null ? 'person' : 'temporary',
    })
    if (endsAt === null) await takeSeat(tx, accountId, effects.now)
    await insertInvitation(tx, { invitationId, accountId, language, grants: pairs }, sending)
    if (departmentId !== null) await raiseTeamEpoch(tx)
    if (kind !== 'link') effects.enqueue(deliveryJob(invitationId, 1))
    effects.announce(accountChanged([accountId]))
    effects.announce(invitationsChanged)
    return { invitationId, accountId, login }
  },
})
