import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { departmentToChange, requireFreeName, updateDepartment } from '../department-store.ts'

export const editDepartment = command({
  name: 'team.editDepartment',
  ...team.editDepartment,
  summary: 'Changes name and duties of a department.',
  access: { permission: 'team.departments', scope: 'staff' },
  audit: ({ departmentId }) => ({ objects: [{ kind: 'department', id: departmentId }] }),
  errors: [errors.stale, errors.nameTaken, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (!reachesDepartment(admin.scope, input.departmentId.toLowerCase())) return fail(errors.notFound)
    const department = await departmentToChange(tx, input)
    await requireFreeName(tx, department.parent_id, input.name, department.department_id)
    await updateDepartment(tx, department.department_id, input)
    effects.logChange({ name: department.name, duties: department.duties }, { name: input.name, duties: input.duties })
    effects.announce(accountChanged([]))
    return { version: department.version + 1 }
  },
})
