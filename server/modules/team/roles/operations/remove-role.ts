import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { storedGrants } from '#modules/team/grants/grant-views.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { requireHolding } from '../role-envelope.ts'
import { deleteRole, roleToChange } from '../role-store.ts'

export const removeRole = command({
  name: 'team.removeRole',
  ...team.removeRole,
  summary: 'Removes a role of one’s own that nobody holds any more.',
  access: { permission: 'team.roles', scope: 'shared' },
  stepUp: true,
  audit: ({ roleId }) => ({ objects: [{ kind: 'role', id: roleId }] }),
  errors: [errors.stepUpRequired, errors.stale, errors.roleInUse, errors.beyondOwnRights, errors.notFound, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const admin = await lockTeam(tx, effects)
    const role = await roleToChange(tx, input)
    requireHolding(admin, role.permissions)
    const holders = await storedGrants(tx, { role: role.role_id })
    if (holders.length > 0) return fail(errors.roleInUse, { count: holders.length })
    await deleteRole(tx, role.role_id)
    effects.announce(accountChanged([]))
    return {}
  },
})
