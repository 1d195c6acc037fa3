import { errors } from '#contract/errors.ts'
import type { BulkResult } from '#contract/operation.ts'
import { team } from '#contract/team.ts'
import { reachesDepartment } from '#kernel/access.ts'
import { fail, refuse } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setDepartment } from '../account-store.ts'
import { requireMoveCovered } from '../departments/department-envelope.ts'
import { departmentToChange } from '../departments/department-store.ts'
import { movedFrom } from '../departments/department-views.ts'
import { managedAccounts } from '../manageable-account.ts'
import { accountChanged } from '../team-events.ts'
import { lockTeam, raiseTeamEpoch } from '../team-lock.ts'

export const moveStaff = command({
  name: 'team.moveStaff',
  ...team.moveStaff,
  summary: 'Moves accounts into a department, or out of all of them.',
  access: { permission: 'team.manage', scope: 'staff' },
  stepUp: true,
  audit: ({ departmentId }, result) => ({
    objects: [
      ...result.done.map((id) => ({ kind: 'account', id })),
      ...(departmentId === null ? [] : [{ kind: 'department', id: departmentId }]),
    ],
    details: { moved: result.done.length, refused: result.refused },
  }),
  errors: [
    errors.stepUpRequired,
    errors.strongerTarget,
    errors.beyondOwnRights,
    errors.ownGrants,
    errors.notFound,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    // Nobody is put where the actor may not manage; being there confers the department's grants.
    if (!reachesDepartment(admin.scope, input.departmentId)) return fail(errors.notFound)
    const to = input.departmentId === null ? null : await departmentToChange(tx, { departmentId: input.departmentId })
    const known = await managedAccounts(tx, admin, input.accountIds)
    const result: BulkResult = { done: [], refused: [] }
    for (const id of new Set(input.accountIds.map((each) => each.toLowerCase()))) {
      const found = known.get(id)
      if (!found || found.account.state === 'left') result.refused.push(refuse(id, errors.notFound))
      else if (found.isStronger) result.refused.push(refuse(id, errors.strongerTarget))
      else if (id === admin.accountId && !admin.isOwner) result.refused.push(refuse(id, errors.ownGrants))
      else result.done.push(id)
    }
    for (const moved of await movedFrom(tx, result.done)) await requireMoveCovered(tx, admin, moved, to?.path ?? [])
    await setDepartment(tx, result.done, input.departmentId)
    effects.logChange(
      Object.fromEntries(result.done.map((id) => [id, known.get(id)?.account.department_id ?? null])),
      Object.fromEntries(result.done.map((id) => [id, input.departmentId])),
    )
    await raiseTeamEpoch(tx)
    if (result.done.length > 0) effects.announce(accountChanged([]))
    return result
  },
})
