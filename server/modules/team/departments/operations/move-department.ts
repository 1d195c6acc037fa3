import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { departmentsBelow } from '#modules/team/grants/grant-views.ts'
import { managedAccounts } from '#modules/team/manageable-account.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { requireMoveCovered } from '../department-envelope.ts'
import { departmentToChange, moveSubtree, requireFreeName } from '../department-store.ts'

export const moveDepartment = command({
  name: 'team.moveDepartment',
  ...team.moveDepartment,
  summary: 'Moves a department with everybody in it and below it under another one.',
  access: { permission: 'team.departments', scope: 'staff' },
  stepUp: true,
  audit: ({ departmentId }) => ({ objects: [{ kind: 'department', id: departmentId }] }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.nameTaken,
    errors.departmentLoop,
    errors.beyondOwnRights,
    errors.strongerTarget,
    errors.notFound,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    // Both ends: taken out of his own subtree, put into his own subtree.
    if (!reachesDepartment(admin.scope, input.departmentId.toLowerCase()) || !reachesDepartment(admin.scope, input.parentId))
      return fail(errors.notFound)
    const department = await departmentToChange(tx, input)
    const parent = input.parentId === null ? null : await departmentToChange(tx, { departmentId: input.parentId })
    if (parent?.path.includes(department.department_id)) return fail(errors.departmentLoop)
    await requireFreeName(tx, input.parentId, department.name, department.department_id)
    const below = (await departmentsBelow(tx, [department.department_id])).get(department.department_id) ?? fail(errors.notFound)
    const members = await managedAccounts(tx, admin, [...below.accounts])
    if ([...members.values()].some(({ isStronger }) => isStronger)) return fail(errors.strongerTarget)
    await requireMoveCovered(tx, admin, { below, oldPath: department.path.slice(0, -1) }, parent?.path ?? [])
    await moveSubtree(tx, department, parent)
    await raiseTeamEpoch(tx)
    effects.logChange({ parentId: department.parent_id }, { parentId: input.parentId })
    effects.announce(accountChanged([]))
    return { version: department.version + 1 }
  },
})
