/**
 * A role is a template used in many grants: whoever changes it changes what all its holders have. So every grant that carries it, with
 * the old and the new permissions, must lie inside the actor's envelope; to define one he must hold each of its permissions somewhere.
 */
import { errors } from '#contract/errors.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import type { Principal } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { requireWithinEnvelope } from '../grants/grant-envelope.ts'
import { storedGrants, weighedAnew } from '../grants/grant-views.ts'

/** Throws beyondOwnRights. */
export function requireHolding(actor: Principal, codes: readonly string[]): void {
  const everybody = [actor, ...(actor.bounds ?? [])]
  const missing = codes.find((code) => !everybody.every((one) => one.grants.some((grant) => grant.permissions.has(code))))
  if (missing !== undefined) fail(errors.beyondOwnRights, { permission: permissions[missing as Permission]?.zh ?? missing })
}

/** Throws beyondOwnRights when some holder of the role would be given, or has, what the actor does not hold there. */
export async function requireRoleWithinEnvelope(
  reader: Reader,
  actor: Principal,
  roleId: string,
  codes: readonly string[],
): Promise<void> {
  const permissions = new Set(codes)
  const carried = await weighedAnew(reader, await storedGrants(reader, { role: roleId }))
  requireWithinEnvelope(
    actor,
    carried.map((one) => ({ ...one, permissions })),
  )
}
