import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { deleteDepartment, departmentToChange } from '../department-store.ts'

export const removeDepartment = command({
  name: 'team.removeDepartment',
  ...team.removeDepartment,
  summary: 'Removes a department that nobody and nothing uses any more.',
  access: { permission: 'team.departments', scope: 'staff' },
  audit: ({ departmentId }) => ({ objects: [{ kind: 'department', id: departmentId }] }),
  errors: [errors.stale, errors.departmentInUse, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    if (!reachesDepartment(admin.scope, input.departmentId.toLowerCase())) return fail(errors.notFound)
    await deleteDepartment(tx, await departmentToChange(tx, input))
    await raiseTeamEpoch(tx)
    effects.announce(accountChanged([]))
    return {}
  },
})
