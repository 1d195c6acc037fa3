import { errors } from '#contract/errors.ts'
import { grantablePermissions } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { requireHolding } from '../role-envelope.ts'
import { insertRole, requireFreeRoleName } from '../role-store.ts'

export const createRole = command({
  name: 'team.createRole',
  ...team.createRole,
  summary: 'Defines a role of one’s own inside one’s own rights.',
  access: { permission: 'team.roles', scope: 'shared' },
  stepUp: true,
  audit: ({ name, permissions }, { roleId }) => ({ objects: [{ kind: 'role', id: roleId }], details: { name, permissions } }),
  errors: [errors.stepUpRequired, errors.nameTaken, errors.beyondOwnRights, errors.invalidInput, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const never = input.permissions.find((code) => !grantablePermissions.includes(code))
    if (never) return fail(errors.invalidInput, { field: 'permissions', reason: `${never} can never be granted` })
    const admin = await lockTeam(tx, effects)
    requireHolding(admin, input.permissions)
    await requireFreeRoleName(tx, input.name, null)
    const roleId = newId()
    await insertRole(tx, roleId, { ...input, permissions: [...new Set(input.permissions)] }, admin.accountId)
    effects.announce(accountChanged([]))
    return { roleId }
  },
})
