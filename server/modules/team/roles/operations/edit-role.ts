import { errors } from '#contract/errors.ts'
import { grantablePermissions } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam, raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { requireHolding, requireRoleWithinEnvelope } from '../role-envelope.ts'
import { requireFreeRoleName, roleToChange, updateRole } from '../role-store.ts'

export const editRole = command({
  name: 'team.editRole',
  ...team.editRole,
  summary: 'Changes a role of one’s own for everybody who holds it.',
  access: { permission: 'team.roles', scope: 'shared' },
  stepUp: true,
  audit: ({ roleId }) => ({ objects: [{ kind: 'role', id: roleId }] }),
  errors: [
    errors.stepUpRequired,
    errors.stale,
    errors.nameTaken,
    errors.beyondOwnRights,
    errors.notFound,
    errors.invalidInput,
    errors.accountFrozen,
  ],
  async run(tx, input, _actor, effects) {
    const never = input.permissions.find((code) => !grantablePermissions.includes(code))
    if (never) return fail(errors.invalidInput, { field: 'permissions', reason: `${never} can never be granted` })
    const admin = await lockTeam(tx, effects)
    const role = await roleToChange(tx, input)
    const touched = [...new Set([...role.permissions, ...input.permissions])]
    requireHolding(admin, touched)
    await requireRoleWithinEnvelope(tx, admin, role.role_id, touched)
    await requireFreeRoleName(tx, input.name, role.role_id)
    const permissions = [...new Set(input.permissions)].sort()
    await updateRole(tx, role.role_id, { ...input, permissions })
    effects.logChange(
      { name: role.name, description: role.description, permissions: role.permissions.toSorted() },
      { name: input.name, description: input.description, permissions },
    )
    await raiseTeamEpoch(tx)
    effects.announce(accountChanged([]))
    return { version: role.version + 1 }
  },
})
