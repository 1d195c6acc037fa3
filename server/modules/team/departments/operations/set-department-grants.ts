import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { grantablePairs, requireWithinEnvelope } from '#modules/team/grants/grant-envelope.ts'
import { toldGrants } from '#modules/team/grants/grant-rules.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { storedGrants, wantedGrants } from '#modules/team/grants/grant-views.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { departmentToChange, raiseDepartmentVersion } from '../department-store.ts'

export const setDepartmentGrants = command({
  name: 'team.setDepartmentGrants',
  ...team.setDepartmentGrants,
  summary: 'Replaces what everybody in a department and below it is granted.',
  access: { permission: 'team.grant', scope: 'staff' },
  stepUp: true,
  audit: ({ departmentId }) => ({ objects: [{ kind: 'department', id: departmentId }] }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.beyondOwnRights,
    errors.ownGrants,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (!reachesDepartment(admin.scope, input.departmentId.toLowerCase())) return fail(errors.notFound)
    const department = await departmentToChange(tx, input)
    const subject = { departmentId: department.department_id }
    const known = await storedGrants(tx, { departmentIds: [department.department_id] })
    // What is taken away must lie inside the envelope too.
    requireWithinEnvelope(admin, await wantedGrants(tx, known, subject))
    const pairs = await grantablePairs(tx, admin, input.grants, subject)
    await replaceGrants(tx, subject, pairs, admin.accountId)
    effects.logChange({ grants: toldGrants(known) }, { grants: toldGrants(pairs) })
    await raiseDepartmentVersion(tx, department.department_id)
    await raiseTeamEpoch(tx)
    effects.announce(accountChanged([]))
    return { version: department.version + 1 }
  },
})
