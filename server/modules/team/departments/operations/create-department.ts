import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { departmentToChange, insertDepartment, requireFreeName } from '../department-store.ts'

export const createDepartment = command({
  name: 'team.createDepartment',
  ...team.createDepartment,
  summary: 'Creates a department, at the top or below another one.',
  access: { permission: 'team.departments', scope: 'staff' },
  audit: (input, { departmentId }) => ({
    objects: [{ kind: 'department', id: departmentId }],
    details: { name: input.name, parentId: input.parentId },
  }),
  errors: [errors.nameTaken, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (!reachesDepartment(admin.scope, input.parentId)) return fail(errors.notFound)
    const parent = input.parentId === null ? null : await departmentToChange(tx, { departmentId: input.parentId })
    await requireFreeName(tx, input.parentId, input.name, null)
    const departmentId = newId()
    const path = [...(parent?.path ?? []), departmentId]
    await insertDepartment(tx, {
      ...{ department_id: departmentId, parent_id: input.parentId, name: input.name, duties: input.duties, path },
    })
    await raiseTeamEpoch(tx)
    effects.announce(accountChanged([]))
    return { departmentId }
  },
})
