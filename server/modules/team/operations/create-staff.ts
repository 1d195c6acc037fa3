import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import { pairsForNewcomer } from '../grants/newcomer-envelope.ts'
import { admit } from '../hiring/admit.ts'
import { hashChosen } from '../sign-in/chosen-password.ts'
import { requireTemporaryEnd } from '../staff-rules.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam } from '../team-lock.ts'

export const createStaff = command({
  name: 'team.createStaff',
  ...team.createStaff,
  summary: 'Creates a sub-account main:sub with its grants; with an end it is temporary and needs no seat.',
  access: { permission: 'team.manage', scope: 'staff' },
  // Granting at birth is granting, and a department brings its own.
  stepUp: ({ grants, departmentId }) => grants.length > 0 || departmentId !== null,
  audit: (input, result) => ({
    objects: [{ kind: 'account', id: result.accountId }],
    details: { login: result.login, grants: input.grants, departmentId: input.departmentId, endsAt: input.endsAt },
  }),
  errors: [
    errors.stepUpRequired,
    errors.loginMalformed,
    errors.loginTaken,
    errors.passwordWeak,
    errors.passwordCommon,
    errors.beyondOwnRights,
    errors.notFound,
    errors.noSeat,
    errors.temporaryTooLong,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, actor, effects) {
    requireTemporaryEnd(input.endsAt, effects.now)
    const passwordHash = await hashChosen({ password: input.password, login: input.subName, name: input.name })
    const admin = await lockTeam(tx, effects)
    const pairs = await pairsForNewcomer(tx, admin, input)
    const { accountId, login } = await admit(tx, { ...input, passwordHash }, effects.now)
    await replaceGrants(tx, { accountId }, pairs, actor.accountId)
    effects.announce(accountChanged([accountId]))
    return { accountId, login }
  },
})
